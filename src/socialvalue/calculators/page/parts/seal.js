// Whether what this page was made from is still as it was issued.

/** Ask the browser for the sha256 of the data, and say so if it is another; the script itself runs only unaltered. */
async function checkSeal() {
  // A browser has it on a page from a folder or by https, and on no other.
  const made = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode($("data").textContent));
  $("altered").hidden = !made || [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, "0")).join("") === SEAL;
}

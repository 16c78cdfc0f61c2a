// What Microsoft's own validator says of a report in PBIR, as JSON; test_report_validator.py runs it.
// Called as: node report_validator.mjs FOLDER-OF-THE-PACKAGES FOLDER-OF-THE-REPORT
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [packages, reportDir] = process.argv.slice(2);
const cli = join(packages, "node_modules/@microsoft/powerbi-report-authoring-cli/dist/index.js");
const { getMetadataProvider, runReportValidation } = await import(pathToFileURL(cli));
const found = await runReportValidation({
  reportDir, defDir: join(reportDir, "definition"), provider: await getMetadataProvider(), skipSchema: true,
});
process.stdout.write(JSON.stringify(found));

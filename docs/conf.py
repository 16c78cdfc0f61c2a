"""Sphinx builds the docs from here: `nox -s docs`, or `sphinx-build -n -W docs docs/_build`."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "socialvalue"
author = "The socialvalue contributors"
copyright = "The socialvalue contributors. Code: MIT. Data: see the page on licences"
version = release = metadata.version("socialvalue-engine")

extensions = [
    "myst_nb",  # notebooks, and myst_parser with it
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "notice_checks",
    "problem_codes",
    "catalogue",
    "plugin_format",
    "examples",
    "names",
]
exclude_patterns = ["_build", "_ext", "_static", "examples"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_title = f"socialvalue {version}"

smartquotes = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Notebooks are kept without outputs and run here, each once for a text: a cell that fails is an
# error of the build.
nb_execution_mode = "cache"
nb_execution_cache_path = str(Path(__file__).parent / "_build" / ".jupyter_cache")
nb_execution_timeout = 120
nb_execution_raise_on_error = True
nb_merge_streams = True

autodoc_default_options = {
    "members": True,
    "inherited-members": "BaseException, Generic, Mapping, Protocol, dict, str, tuple",
}
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"
autodoc_typehints_description_target = "documented_params"
python_use_unqualified_type_names = True
add_module_names = False
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# A name on the page must lead somewhere: the extension `names` looks up those of others.
nitpicky = True

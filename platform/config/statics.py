"""Static files of a parliament: hashed names, so that browsers keep them for a year; packed ahead of time."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatics(CompressedManifestStaticFilesStorage):
    """Names by content, also inside `import "./x.js"` of ES modules; a file that nobody names is no error."""

    support_js_module_import_aggregation = True
    manifest_strict = False

namespace Darkroom.Storage;

/// <summary>The database's schema and this program do not fit together; the text says what to do. Nothing was changed.</summary>
public sealed class SchemaException(string message) : StartException(message);

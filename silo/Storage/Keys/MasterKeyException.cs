namespace Darkroom.Storage.Keys;

/// <summary>The master key is missing, unreadable or the wrong one; the text says what to do. Nothing was changed.</summary>
public sealed class MasterKeyException(string message, Exception? inner = null) : StartException(message, inner);

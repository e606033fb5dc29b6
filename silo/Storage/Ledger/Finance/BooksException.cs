namespace Darkroom.Storage.Finance;

/// <summary>The books cannot do what was asked for, for a reason that whoever asks can mend; the text says what would do.</summary>
public sealed class BooksException(string message) : StartException(message);

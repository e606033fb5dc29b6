namespace Darkroom;

/// <summary>
/// Something keeps the process from starting that its operator can mend. The text names it and says what would do; it is all that
/// the operator is shown.
/// </summary>
public abstract class StartException(string message, Exception? cause = null) : Exception(message, cause);

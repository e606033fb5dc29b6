namespace OpenCvSharp;

/// <summary>An error that OpenCV itself reported.</summary>
public class OpenCVException : Exception
{
    /// <summary>An error with where and why it happened.</summary>
    public OpenCVException(ErrorCode status, string funcName, string errMsg, string fileName, int line) : base(errMsg)
    {
        Status = status;
        FuncName = funcName;
        ErrMsg = errMsg;
        FileName = fileName;
        Line = line;
    }

    /// <summary>An error without details.</summary>
    public OpenCVException()
    {
    }

    /// <summary>An error with a message.</summary>
    public OpenCVException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public OpenCVException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>OpenCV's numeric code of the error.</summary>
    public ErrorCode Status { get; set; }

    /// <summary>The native function that failed.</summary>
    public string FuncName { get; set; } = "";

    /// <summary>OpenCV's description.</summary>
    public string ErrMsg { get; set; } = "";

    /// <summary>The native source file.</summary>
    public string FileName { get; set; } = "";

    /// <summary>The line in the native source file.</summary>
    public int Line { get; set; }
}

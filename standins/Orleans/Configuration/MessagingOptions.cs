namespace Orleans.Configuration;

/// <summary>Limits of calls.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for the answer. The call itself goes on. Default: 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a call whose caller has stopped waiting has its cancellation token signalled. Default: yes.</summary>
    public bool CancelRequestOnTimeout { get; set; } = true;

    /// <summary>Whether the caller of a cancelled call waits until the grain has ended it. Default: no.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }
}

/// <inheritdoc/>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How often a call that has not begun may follow its grain to the next activation, before it is rejected. Default: 2.</summary>
    public int MaxForwardCount { get; set; } = 2;
}

/// <summary>Limits of calls from outside the silo. Without effect in this host, which has no such callers.</summary>
public class ClientMessagingOptions : MessagingOptions;

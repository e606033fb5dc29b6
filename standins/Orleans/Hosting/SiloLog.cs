using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>What the host has to say.</summary>
internal sealed partial class SiloLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Information, "{Name} runs in this process: service {ServiceId}, cluster {ClusterId}.")]
    public partial void Started(string name, string serviceId, string clusterId);

    [LoggerMessage(2, LogLevel.Information, "{Name} has stopped; {Deactivated} activations were let go.")]
    public partial void Stopped(string name, int deactivated);

    [LoggerMessage(3, LogLevel.Warning, "{Name} stops with {Left} activations that did not end in time.")]
    public partial void StoppedHard(string name, int left);

    [LoggerMessage(4, LogLevel.Error, "{GrainId} of {GrainClass} could not activate.")]
    public partial void ActivationFailed(Exception fault, GrainId grainId, Type grainClass);

    [LoggerMessage(5, LogLevel.Error, "{GrainId} of {GrainClass} failed on its way out.")]
    public partial void DeactivationFailed(Exception fault, GrainId grainId, Type grainClass);

    [LoggerMessage(6, LogLevel.Error, "A timer of {GrainId} failed.")]
    public partial void TimerFailed(Exception fault, GrainId grainId);

    [LoggerMessage(7, LogLevel.Error, "The one-way call {Call} failed.")]
    public partial void OneWayFailed(Exception fault, string call);

    [LoggerMessage(8, LogLevel.Error, "The tick of reminder {Name} of {GrainId} failed.")]
    public partial void ReminderFailed(Exception fault, string name, GrainId grainId);

    [LoggerMessage(9, LogLevel.Error, "The reminders could not be read; the next try is in {Delay}.")]
    public partial void RemindersUnread(Exception fault, TimeSpan delay);
}

namespace Orleans.InProcess;

/// <summary>A part that has something to do, and may fail, before the silo takes calls.</summary>
internal interface IStartsWithSilo
{
    Task StartAsync(CancellationToken cancellationToken);
}

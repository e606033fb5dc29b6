namespace Darkroom.Gateway.Intake;

/// <summary>
/// Bounds the memory that files take which came before the fields that say what to do with them. Plaintext never goes to a disk, so memory
/// is the only place for them, and a crowd of such uploads must not exhaust it. Thread-safe.
/// </summary>
internal sealed class WaitingRoom(long capacity)
{
    private readonly long capacity = capacity;
    private long taken;

    /// <summary>A place for one upload's waiting files; give it back by disposing it.</summary>
    public Place Enter() => new(this);

    /// <summary>What one upload has taken. For one thread at a time.</summary>
    public sealed class Place(WaitingRoom room) : IDisposable
    {
        private long mine;

        /// <summary>Asks for more bytes. False when there is no room.</summary>
        public bool TryGrow(long bytes)
        {
            if (Interlocked.Add(ref room.taken, bytes) > room.capacity)
            {
                Interlocked.Add(ref room.taken, -bytes);
                return false;
            }

            mine += bytes;
            return true;
        }

        public void Dispose()
        {
            Interlocked.Add(ref room.taken, -mine);
            mine = 0;
        }
    }
}

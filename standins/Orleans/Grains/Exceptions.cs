namespace Orleans.Runtime
{
    /// <summary>Base of the faults of the host itself.</summary>
    [GenerateSerializer]
    public class OrleansException : Exception
    {
        public OrleansException()
        {
        }

        public OrleansException(string message)
            : base(message)
        {
        }

        public OrleansException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The call was not taken: it has not run.</summary>
    [GenerateSerializer]
    public class OrleansMessageRejectionException : OrleansException
    {
        internal OrleansMessageRejectionException(string message)
            : base(message)
        {
        }

        internal OrleansMessageRejectionException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>A reminder could not be registered or unregistered.</summary>
    [GenerateSerializer]
    public sealed class ReminderException : OrleansException
    {
        public ReminderException(string message)
            : base(message)
        {
        }
    }

    /// <summary>The silo is not running or is about to stop.</summary>
    [GenerateSerializer]
    public sealed class SiloUnavailableException : OrleansMessageRejectionException
    {
        public SiloUnavailableException()
            : base("The silo is not available.")
        {
        }

        public SiloUnavailableException(string msg)
            : base(msg)
        {
        }

        public SiloUnavailableException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }
}

namespace Orleans.Storage
{
    /// <summary>Somebody else has written the state since it was read. The activation that sees it goes away.</summary>
    [GenerateSerializer]
    public class InconsistentStateException : Runtime.OrleansException
    {
        public InconsistentStateException()
        {
        }

        public InconsistentStateException(string message)
            : base(message)
        {
        }

        public InconsistentStateException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }

        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
            : base(errorMsg, storageException)
        {
            StoredEtag = storedEtag ?? "Unknown";
            CurrentEtag = currentEtag ?? "Unknown";
        }

        public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
            : this(errorMsg, storedEtag, currentEtag, null)
        {
        }

        /// <summary>The version in storage.</summary>
        [Id(0)]
        public string StoredEtag { get; private set; } = "Unknown";

        /// <summary>The version that the writer had read.</summary>
        [Id(1)]
        public string CurrentEtag { get; private set; } = "Unknown";

        /// <summary>Whether the activation that owns the state saw it, and so is on its way out.</summary>
        [field: NonSerialized]
        internal bool IsSourceActivation { get; set; } = true;
    }
}

namespace Orleans.Serialization
{
    /// <summary>Something could not travel.</summary>
    [GenerateSerializer]
    public class SerializerException : Exception
    {
        public SerializerException()
        {
        }

        public SerializerException(string message)
            : base(message)
        {
        }

        public SerializerException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>A type that was to travel, or one of its members, may not.</summary>
    [GenerateSerializer]
    public sealed class CodecNotFoundException : SerializerException
    {
        public CodecNotFoundException(string message)
            : base(message)
        {
        }

        internal CodecNotFoundException(string message, Exception? innerException)
            : base(message, innerException)
        {
        }
    }
}

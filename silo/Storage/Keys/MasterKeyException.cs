using Darkroom.Security;

namespace Darkroom.Storage.Keys;

/// <summary>The master key is missing, unreadable or the wrong one; the text says what to do. Nothing was changed.</summary>
public sealed class MasterKeyException(string message, Exception? inner = null) : StartException(message, inner)
{
    internal static void ThrowIfOther(string id, MasterKey master)
    {
        if (id != master.Id)
        {
            throw new MasterKeyException(
                $"The key store was made under master key {id}, but this is {master.Id}: nothing in it could be read. Give the right one in DARKROOM_MASTER_KEY or DARKROOM_MASTER_KEY_FILE.");
        }
    }
}

using System.Buffers.Text;
using System.Text;
using Darkroom.Security;
using Darkroom.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace Darkroom.Storage.Keys;

/// <summary>
/// Finds the master key: from the environment, from a file that the operator names, or (the embedded default) from <c>master.key</c>
/// in the data folder, which is made once. It is never made anew beside keys that an older one wrapped.
/// </summary>
internal static partial class MasterKeySource
{
    /// <summary>Loads or makes the master key.</summary>
    /// <exception cref="MasterKeyException">There is none to be had; the text says what to do.</exception>
    public static MasterKey Load(VaultOptions options, RandomSource random, ILogger logger)
    {
        if (options.MasterKey is { } text)
        {
            return Parse(Encoding.UTF8.GetBytes(text), "DARKROOM_MASTER_KEY");
        }

        if (options.MasterKeyFile is { } file)
        {
            return ParseFile(file);
        }

        if (!File.Exists(options.DefaultMasterKeyPath))
        {
            Make(options, random);
            LogMade(logger, options.DefaultMasterKeyPath);
        }

        return ParseFile(options.DefaultMasterKeyPath);
    }

    private static void Make(VaultOptions options, RandomSource random)
    {
        if (File.Exists(options.KeysPath))
        {
            throw new MasterKeyException(
                $"There are keys in {options.KeysPath}, but the master key that wraps them is missing: bring {options.DefaultMasterKeyPath} back from where you keep it, or set DARKROOM_MASTER_KEY. Without it the pictures are lost.");
        }

        PrivateFiles.MakeFolder(options.DataFolder);
        var passing = options.DefaultMasterKeyPath + "." + Convert.ToHexStringLower(random.Bytes(8));
        try
        {
            using (var stream = PrivateFiles.Make(passing))
            {
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(random.Bytes(MasterKey.Length)) + "\n"));
                stream.Flush(flushToDisk: true);
            }

            // Of two processes that start at once the first one's key is kept; the other reads it.
            if (!File.Exists(options.DefaultMasterKeyPath))
            {
                UnixFiles.Link(passing, options.DefaultMasterKeyPath);
                UnixFiles.FlushFolder(options.DataFolder);
            }
        }
        catch (IOException) when (File.Exists(options.DefaultMasterKeyPath))
        {
            // The other process was faster.
        }
        finally
        {
            File.Delete(passing);
        }
    }

    private static MasterKey ParseFile(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The master key in {path} cannot be read: {failure.Message}", failure);
        }
    }

    private static MasterKey Parse(byte[] content, string source)
    {
        if (content.Length == MasterKey.Length)
        {
            return new MasterKey(content);
        }

        var text = Encoding.UTF8.GetString(content).Trim();
        try
        {
            var bytes = text.Length == 2 * MasterKey.Length ? Convert.FromHexString(text) : Base64.IsValid(text) ? Convert.FromBase64String(text) : [];
            if (bytes.Length == MasterKey.Length)
            {
                return new MasterKey(bytes);
            }
        }
        catch (FormatException)
        {
            // Told below, without the text.
        }

        throw new MasterKeyException($"{source} does not hold a master key: it must be {MasterKey.Length} bytes in base64 or hexadecimal ('openssl rand -base64 32' makes one).");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Made a master key in {Path}. Keep a copy of it apart from the data: without it no picture can be read, and with it every one can")]
    private static partial void LogMade(ILogger logger, string path);
}

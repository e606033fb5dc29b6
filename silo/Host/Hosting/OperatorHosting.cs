using System.Text;
using Darkroom.Gateway.Operators;
using Darkroom.Hosting.Settings;
using Darkroom.Storage.Objects;

namespace Darkroom.Silo.Hosting;

/// <summary>The operator's key of an embedded server: as set, else from a file beside the data, which is made where it is missing.</summary>
internal static class OperatorHosting
{
    /// <summary>The file in the data folder, readable for its owner only.</summary>
    public const string FileName = "operator-key";

    /// <exception cref="SettingsException">The file holds something else, or cannot be read or made.</exception>
    public static void AddOperator(this WebApplicationBuilder builder, OperatorKey? given, string dataFolder) =>
        builder.Services.AddSingleton(given ?? LoadOrMake(Path.Combine(dataFolder, FileName)));

    private static OperatorKey LoadOrMake(string path)
    {
        try
        {
            if (!File.Exists(path))
                PrivateFiles.MakeWhole(path, Encoding.ASCII.GetBytes(OperatorKey.New(RandomSource.System) + "\n"));
            return new OperatorKey(File.ReadAllText(path).Trim());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException([$"the operator's key in {path} cannot be used: {failure.Message} Remove the file to have a new one made, or set DARKROOM_OPERATOR_KEY_FILE."]);
        }
    }
}

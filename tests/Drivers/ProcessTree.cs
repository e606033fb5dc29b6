using System.Diagnostics;

namespace Darkroom.Drivers;

/// <summary>The children of a process, and an end for them.</summary>
internal static class ProcessTree
{
    public static List<int> Children(int parent)
    {
        var found = new List<int>();
        foreach (var task in Directory.Exists($"/proc/{parent}/task") ? Directory.GetDirectories($"/proc/{parent}/task") : [])
        {
            var file = Path.Combine(task, "children");
            if (File.Exists(file))
            {
                found.AddRange(File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
            }
        }

        return found;
    }

    public static void KillAll(IEnumerable<int> ids)
    {
        foreach (var id in ids)
        {
            try
            {
                using var child = Process.GetProcessById(id);
                child.Kill();
            }
            catch (ArgumentException)
            {
                // Gone already.
            }
        }
    }
}

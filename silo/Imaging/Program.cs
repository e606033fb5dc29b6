using System.Runtime.InteropServices;
using Darkroom.Imaging.Child;
using Darkroom.Imaging.Wire;

if (ChildOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("Darkroom.Imaging works on pictures for a Darkroom process, which starts it by itself.");
    return 2;
}

Confinement.Enter(options.MemoryBytes);
// Ctrl-C goes to the whole terminal; the parent drains, so its children must outlive it.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
using var wire = new FrameStream(Console.OpenStandardInput(), Confinement.TakeOutput(), WireLimits.Standard);
await new ChildLoop(wire, ToolRunner.Create(options), new ChildLog(Console.Error)).Run();
Confinement.Leave(0);
return 0;

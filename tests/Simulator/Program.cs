return Darkroom.Simulation.Commands.Simulate.Run(args);

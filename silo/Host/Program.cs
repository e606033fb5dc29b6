return await Darkroom.Silo.Hosting.Commands.Run(args);

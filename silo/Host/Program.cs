return await Darkroom.Silo.Hosting.DarkroomHost.Run(args);

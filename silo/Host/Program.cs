using Darkroom.Silo.Hosting;

var app = DarkroomHost.Build(args);
await app.RunAsync();

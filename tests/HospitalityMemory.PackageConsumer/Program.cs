using System.Reflection;
using HospitalityMemory;

var version = typeof(Placeholder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
Console.WriteLine($"HospitalityMemory {version?.InformationalVersion}, from its package.");

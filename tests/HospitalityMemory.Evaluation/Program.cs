// Replays real stays through the library and says how well it predicts them:
//   dotnet run -c Release --project tests/HospitalityMemory.Evaluation -- --data FOLDER --learner frequency|adaptive --out FILE
using HospitalityMemory.Evaluation;

return await EvaluationCommand.RunAsync(args);

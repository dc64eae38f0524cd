#!/usr/bin/env bash
# Stryker.NET over parts of src/EcsTools.Core: stryker.sh [PART[,PART...] [ARGUMENT...]], where the parts are policies, accounts, journaling,
# auditing, planner, approvals, keys, ssh and guests; without any, over all of them. More arguments are Stryker's own. Fails below 80 %. The settings are in
# tests/EcsTools.Core.Tests/stryker-config.json, the reports in TestResults/stryker, and what survives is explained in docs/reliability.md.
# No names of files here: the patterns are Stryker's.
set -fu -o pipefail
cd "$(dirname "$0")/../EcsTools.Core.Tests" || exit 1
# Stryker filters tests only where the runner is Microsoft's own; analyzers are asked for style elsewhere.
export UseMicrosoftTestingPlatformRunner=true RunAnalyzers=false TreatWarningsAsErrors=false MSBuildTreatWarningsAsErrors=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1

# What is mutated, below src/EcsTools.Core, and the namespaces and classes of tests that are run for it.
declare -A files=(
  [policies]='Policies/*'
  [accounts]='Accounts/*'
  [journaling]='Journaling/* State/*'
  [auditing]='Auditing/*'
  [planner]='Operations/Planning/OperationPlanner Operations/Planning/PlanValidator Operations/Planning/PlanComparison Operations/Planning/PlanRevalidationResult Operations/Planning/PlanUse'
  [approvals]='Approvals/*'
  [keys]='Guests/HostKeyBlock Guests/HostKeyMatch Guests/Key* Guests/KnownHost* Guests/PrivateKeys Guests/StoredPasswordKey'
  [ssh]='Guests/ConsoleHostKeys Guests/GuestErrors Guests/GuestIdentityVerifier Guests/GuestOutput Guests/HostKeyVerifier Guests/Ssh*'
  [guests]='Guests/Agent* Guests/ConsoleBoot Guests/ConsoleTail Guests/Grow* Guests/GuestAnswers Guests/GuestCommand* Guests/GuestConsole Guests/Password* Guests/Sha512Crypt Guests/StoredPasswords'
)
declare -A tests=(
  [policies]='.PolicyTests'
  [accounts]='.Accounts.'
  [journaling]='.State. .Journal .SpentPlansTests .SandboxJournalsTests .OldJournalTests .OpenRebuildsTests .AccountOriginTests .PrivateFilesTests .OperationRunTests'
  [auditing]='.AuditLogTests .AuditRecordTests .JournalTests .PrivateFilesTests .SandboxJournalsTests'
  [planner]='.OperationPlannerTests .Operations.Plan .SpentPlansTests .OperationRunTests .ChangedServerTests'
  [approvals]='.Approvals.'
  [keys]='.HostKeyBlockTests .KnownHostsTests .PrivateKeyTests .StoredPasswordKeyTests .ForeignTextTests'
  [ssh]='.ConsoleHostKeysTests .GuestIdentityTests .SshAlgorithmsTests .SshBannerTests .SshCommandsTests .SshGuestTests .SshPasswordStepTests'
  [guests]='.AgentPasswordStepTests .ConsoleBootTests .ConsoleTailTests .GrowFileSystem .GuestAddressTests .GuestAnswersTests .GuestConsoleTests .PasswordGeneratorTests .Sha512CryptTests .SshCommandsTests .StoredPasswordsTests'
)

parts=${1:-policies,accounts,journaling,auditing,planner,approvals,keys,ssh,guests}
[ $# -eq 0 ] || shift
mutated=() filter=''
for part in ${parts//,/ }; do
  [ -n "${files[$part]-}" ] || { echo "There is no part '$part'. Parts: ${!files[*]}" >&2; exit 2; }
  for name in ${files[$part]}; do mutated+=(--mutate "**/$name.cs"); done
  for name in ${tests[$part]}; do filter+="|FullyQualifiedName~$name"; done
done
dotnet tool restore || exit 1
dotnet stryker "${mutated[@]}" --test-case-filter "${filter#|}" --break-at 80 --skip-version-check -O "../../TestResults/stryker/$parts" "$@"

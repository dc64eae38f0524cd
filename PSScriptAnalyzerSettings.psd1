@{
    # Every rule there is, but for the arguments of a native program, which have no names.
    Rules = @{
        PSAvoidUsingPositionalParameters = @{ Enable = $true; CommandAllowList = @('Invoke-DotNet') }
    }
}

# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_flask_lsp_global_optspecs
    string join \n stdio check clientProcessId= h/help V/version
end

function __fish_flask_lsp_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_flask_lsp_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_flask_lsp_using_subcommand
    set -l cmd (__fish_flask_lsp_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -l clientProcessId -r
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -l stdio -d 'Serve an editor on stdin and stdout; so does `flask-lsp` alone, where stdin is no terminal'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -l check -d 'Check files: `flask-lsp --check ...` is `flask-lsp check ...`'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -s h -l help -d 'Print help'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -s V -l version -d 'Print version'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "serve" -d 'Serve an editor on stdin and stdout'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "check" -d 'Report what the tools will refuse and what the running app will not get'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "env" -d 'Show the environment variables that the application of a charm gets'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "expand" -d 'Show a charm as its extension completes it'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "plan" -d 'Show the commands that pack, upload, deploy and refresh, without running them'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "run" -d 'Run them'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "explain" -d 'Show what a finding\'s code means; without a code, list all of them'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "schema" -d 'Print the JSON schema of a file, for editors and tools that read schemas'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c flask-lsp -n "__fish_flask_lsp_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand serve" -l stdio -d 'For editors that add it to every server\'s arguments'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand serve" -s h -l help -d 'Print help'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l stdin-filename -d 'The name under which standard input is checked' -r -F
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l format -d 'How to write the report [default: full on a terminal, else concise]' -r -f -a "full\t'With an excerpt of the file, what to do, and why; the default on a terminal'
concise\t'One line for each finding; the default elsewhere'
json\t'One JSON object'
json-lines\t'One JSON object for each finding, on a line of its own'
github\t'Annotations for GitHub Actions, and a table on the page of the run'
gitlab\t'A code quality report for GitLab'
sarif\t'SARIF 2.1.0, for GitHub code scanning and others'
junit\t'JUnit\'s XML'
rdjson\t'For reviewdog, with fixes as suggestions'"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l output-file -d 'Write the report, or the diff, into a file' -r -F
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l fail-on -d 'The least severity that makes the exit code 1 [default: warning]' -r -f -a "error\t''
warning\t''
info\t''"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l select -d 'Report only findings with these codes' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l ignore -d 'Do not report findings with these codes' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l config -d 'The configuration for all files, instead of the nearest flask-lsp.toml of each' -r -F
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l color -d 'When to use colors; `auto` looks at the terminal, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l exit-zero -d 'Exit with 0 even when there are findings'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l fix -d 'Mend what has one right answer, and report the rest'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l unsafe-fixes -d 'Also mend what changes the charm or image in a way that others may notice'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l diff -d 'Show what `--fix` would change, and change nothing'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l no-ignores -d 'Report what comments ask to be silent about, too'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l isolated -d 'Read no configuration'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l force-exclude -d 'Leave out what the configuration excludes even where it is named'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l show-config -d 'Show the settings that count for the files, and where they are from, instead of checking'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -l show-env -d 'Show each charm\'s environment after the findings, as `flask-lsp env` does'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand env" -l format -d 'How to write it' -r -f -a "table\t'For people'
json\t'One JSON object'
dotenv\t'A commented `.env` file for development on your own machine'"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand env" -l config -d 'The configuration for all files, instead of the nearest flask-lsp.toml of each' -r -F
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand env" -l color -d 'When to use colors; `auto` looks at the terminal, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand env" -l isolated -d 'Read no configuration'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand env" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand expand" -l format -d 'How to write it' -r -f -a "yaml\t'As `charmcraft expand-extensions` prints it'
json\t'The same as JSON'"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand expand" -l color -d 'When to use colors; `auto` looks at the terminal, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand expand" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l app -d 'The application in the model, if it is not named like the charm' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -s m -l model -d 'The model, if it is not the current one' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l registry -d 'Where images go: a host with its port, and a path if it has one [default: as configured, else localhost:32000]' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l platform -d 'The platform to build for' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l rock-version -d 'The version of the rock, where its file does not say it' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l set -d 'For `config`: the option and its value' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l reset -d 'For `config`: the option that goes back to its default' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l endpoint -d 'For `integrate`: the endpoint of this charm' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l with -d 'For `integrate`: the other application, with `:ENDPOINT` if it has several that fit' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l config -d 'The configuration for all files, instead of the nearest flask-lsp.toml of each' -r -F
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l format -d 'How to write it' -r -f -a "shell\t'Lines for a POSIX shell'
json\t'One JSON object'"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l force -d 'Go on where a tool is known to refuse the file'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -l isolated -d 'Read no configuration'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l app -d 'The application in the model, if it is not named like the charm' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -s m -l model -d 'The model, if it is not the current one' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l registry -d 'Where images go: a host with its port, and a path if it has one [default: as configured, else localhost:32000]' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l platform -d 'The platform to build for' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l rock-version -d 'The version of the rock, where its file does not say it' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l set -d 'For `config`: the option and its value' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l reset -d 'For `config`: the option that goes back to its default' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l endpoint -d 'For `integrate`: the endpoint of this charm' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l with -d 'For `integrate`: the other application, with `:ENDPOINT` if it has several that fit' -r
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l config -d 'The configuration for all files, instead of the nearest flask-lsp.toml of each' -r -F
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l force -d 'Go on where a tool is known to refuse the file'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l isolated -d 'Read no configuration'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -l dry-run -d 'Say what would be run and check that it could be'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand explain" -l format -d 'How to write it' -r -f -a "text\t'For a terminal'
markdown\t'The page as it is written'
json\t'One JSON object, or a list of them for all codes'"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand explain" -l color -d 'When to use colors; `auto` looks at the terminal, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE' -r -f -a "auto\t''
always\t''
never\t''"
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand completions" -s h -l help -d 'Print help'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "serve" -d 'Serve an editor on stdin and stdout'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "check" -d 'Report what the tools will refuse and what the running app will not get'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "env" -d 'Show the environment variables that the application of a charm gets'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "expand" -d 'Show a charm as its extension completes it'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "plan" -d 'Show the commands that pack, upload, deploy and refresh, without running them'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "run" -d 'Run them'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "explain" -d 'Show what a finding\'s code means; without a code, list all of them'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "schema" -d 'Print the JSON schema of a file, for editors and tools that read schemas'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c flask-lsp -n "__fish_flask_lsp_using_subcommand help; and not __fish_seen_subcommand_from serve check env expand plan run explain schema completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'

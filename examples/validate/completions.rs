//! Completions for the usual shells, made of the table of options.

use taxdoc::Language;

use crate::options::Opt;
use crate::options::Value;
use crate::options::all;

/// The script for a shell, for a program called `validate`. Descriptions are in that language.
pub(crate) fn script(shell: &str, language: Language) -> String {
    match shell {
        "bash" => bash(),
        "zsh" => zsh(language),
        "fish" => fish(language),
        _ => powershell(language),
    }
}

/// Words that the program itself can list: asked for when they are completed, so that a script does not age.
fn listed(option: &Opt) -> Option<&'static str> {
    match option.value {
        Value::Codes("CODE") => Some("validate --list-codes | sed \"s/ .*//\""),
        Value::Form => Some("validate --list-forms | sed \"s/ .*//\""),
        _ => None,
    }
}

fn bash() -> String {
    let longs: Vec<String> = all().map(|option| format!("--{}", option.long)).collect();
    let mut cases = String::new();
    for option in all() {
        let words = option.words();
        let reply = if let Some(command) = listed(option) {
            format!("COMPREPLY=($(compgen -W \"$({command})\" -- \"$word\"))")
        } else if matches!(option.value, Value::File(_)) {
            "COMPREPLY=($(compgen -f -- \"$word\"))".to_owned()
        } else if !words.is_empty() {
            format!("COMPREPLY=($(compgen -W '{}' -- \"$word\"))", words.join(" "))
        } else if matches!(option.value, Value::None) {
            continue;
        } else {
            "COMPREPLY=()".to_owned()
        };
        cases.push_str(&format!("        --{}) {reply}; return ;;\n", option.long));
    }
    format!(
        "# bash completion for validate: source it, or put it into /etc/bash_completion.d\n\
         _validate() {{\n    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}}\n    case $before in\n{cases}    esac\n    \
         if [[ $word == -* ]]; then\n        COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n    else\n        \
         COMPREPLY=($(compgen -f -- \"$word\"))\n    fi\n}}\ncomplete -o filenames -F _validate validate\n",
        longs.join(" ")
    )
}

fn zsh(language: Language) -> String {
    let mut script =
        "#compdef validate\n# zsh completion for validate: put it into a folder of $fpath as _validate\n_arguments -s \\\n"
            .to_owned();
    for option in all() {
        // Quotes, brackets and colons have a meaning in a specification.
        let about = option.about.text(language).replace('\'', "’").replace(['[', ']'], "").replace(':', "\\:");
        let words = option.words();
        let value = if let Some(command) = listed(option) {
            format!(":code:($({command}))")
        } else if matches!(option.value, Value::File(_)) {
            ":file:_files".to_owned()
        } else if !words.is_empty() {
            format!(":word:({})", words.join(" "))
        } else if matches!(option.value, Value::None) {
            String::new()
        } else {
            ":value: ".to_owned()
        };
        let long = option.long;
        script.push_str(&match option.short {
            Some(short) => format!("  '(-{short} --{long})'{{-{short},--{long}}}'[{about}]{value}' \\\n"),
            None => format!("  '*--{long}[{about}]{value}' \\\n"),
        });
    }
    script.push_str("  '*:path:_files'\n");
    script
}

fn fish(language: Language) -> String {
    let mut script = "# fish completion for validate: put it into ~/.config/fish/completions/validate.fish\n".to_owned();
    for option in all() {
        let about = option.about.text(language).replace('\'', "’");
        let short = option.short.map(|letter| format!(" -s {letter}")).unwrap_or_default();
        let words = option.words();
        let value = if let Some(command) = listed(option) {
            format!(" -x -a '({})'", command.replace('\'', "\""))
        } else if matches!(option.value, Value::File(_)) {
            " -r -F".to_owned()
        } else if !words.is_empty() {
            format!(" -x -a '{}'", words.join(" "))
        } else if matches!(option.value, Value::None) {
            String::new()
        } else {
            " -x".to_owned()
        };
        script.push_str(&format!("complete -c validate -l {}{short}{value} -d '{about}'\n", option.long));
    }
    script
}

/// What ends a text in single quotes: to PowerShell the typographic ones are no different.
const SINGLE_QUOTES: [char; 5] = ['\'', '‘', '’', '‚', '‛'];

fn powershell(language: Language) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace(SINGLE_QUOTES, "''"));
    let mut script = "# PowerShell completion for validate: add it to $PROFILE\n\
                      Register-ArgumentCompleter -Native -CommandName validate -ScriptBlock {\n    \
                      param($word, $line, $position)\n    $before = $line.CommandElements[-1].ToString()\n    \
                      if ($word) { $before = $line.CommandElements[-2].ToString() }\n    $words = switch ($before) {\n"
        .to_owned();
    for option in all() {
        let words = option.words();
        let list = match option.value {
            Value::Codes("CODE") => "validate --list-codes | ForEach-Object { ($_ -split ' ')[0] }".to_owned(),
            Value::Form => "validate --list-forms | ForEach-Object { ($_ -split ' ')[0] }".to_owned(),
            _ if !words.is_empty() => words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "),
            _ => continue,
        };
        script.push_str(&format!("        '--{}' {{ {list} }}\n", option.long));
    }
    script.push_str("    }\n    if ($words) { $words | Where-Object { $_ -like \"$word*\" }; return }\n    if ($word -notlike '-*') { return }\n    @(\n");
    for option in all() {
        let (name, about) = (quoted(&format!("--{}", option.long)), quoted(option.about.text(language)));
        script.push_str(&format!(
            "        [System.Management.Automation.CompletionResult]::new({name}, {name}, 'ParameterName', {about})\n"
        ));
    }
    script.push_str("    ) | Where-Object { $_.CompletionText -like \"$word*\" }\n}\n");
    script
}

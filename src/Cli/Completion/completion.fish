# Completion of tagalong for fish. The tool prints suggestions; fish filters them by prefix.
function __tagalong_complete
    set -l line (commandline -cp | string replace -r '^\s*\S+' tagalong)
    # Drop the options before the word: a repeatable option would hide the suggestions that follow its value.
    set line (string replace -r ' -.* (-[^ =]*)$' ' $1' -- "$line")
    tagalong "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c tagalong -a '(__tagalong_complete)'

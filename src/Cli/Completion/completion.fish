# Completion of tagalong for fish. The tool says what may come next; fish keeps what begins with the word.
function __tagalong_complete
    set -l line (commandline -cp | string replace -r '^\s*\S+' tagalong)
    # An option that may be repeated would hide those that may follow its value.
    set line (string replace -r ' -.* (-[^ =]*)$' ' $1' -- "$line")
    tagalong "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c tagalong -a '(__tagalong_complete)'

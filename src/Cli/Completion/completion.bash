# Completion of tagalong for bash. The tool says what may come next; this keeps what begins with the word.
_tagalong() {
  local line=${COMP_LINE:0:COMP_POINT} word found
  line="tagalong ${line#* }"
  word=${line##* }
  # An option that may be repeated would hide those that may follow its value.
  [[ $word != -* || $word == *=* ]] || line="${line%% -*} $word"
  COMPREPLY=()
  while IFS= read -r found; do
    if [[ $found == "$word"* ]]; then
      # bash ends words at ':' and '=' too, and puts in only what follows.
      found=${found#"${word%"${COMP_WORDS[COMP_CWORD]##[:=]}"}"}
      # What a kubeconfig says is a word, whatever the shell would make of it.
      printf -v found %q "$found"
      COMPREPLY+=("$found")
    fi
  done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
}
complete -o default -F _tagalong tagalong

# Completion of tagalong for bash. The tool prints suggestions; this script filters them by prefix.
_tagalong() {
  local line=${COMP_LINE:0:COMP_POINT} word found
  line="tagalong ${line#* }"
  word=${line##* }
  # Drop the options before the word: a repeatable option would hide the suggestions that follow its value.
  [[ $word != -* || $word == *=* ]] || line="${line%% -*} $word"
  COMPREPLY=()
  while IFS= read -r found; do
    if [[ $found == "$word"* ]]; then
      # bash also splits words at ":" and "=", and inserts only the rest.
      found=${found#"${word%"${COMP_WORDS[COMP_CWORD]##[:=]}"}"}
      # Quote names from a kubeconfig, so that the shell does not interpret them.
      printf -v found %q "$found"
      COMPREPLY+=("$found")
    fi
  done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
}
complete -o default -F _tagalong tagalong

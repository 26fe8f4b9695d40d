#compdef tagalong
# Completion of tagalong for zsh. The tool prints suggestions; compadd filters them by prefix.
_tagalong() {
  local line="tagalong ${${LBUFFER}#* }"
  local word=${line##* }
  # Drop the options before the word: a repeatable option would hide the suggestions that follow its value.
  [[ $word != -* || $word == *=* ]] || line="${line%% -*} $word"
  local -a found
  found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
  compadd -- $found || _files
}
compdef _tagalong tagalong

#compdef tagalong
# Completion of tagalong for zsh. The tool says what may come next; compadd keeps what begins with the word.
_tagalong() {
  local line="tagalong ${${LBUFFER}#* }"
  local word=${line##* }
  # An option that may be repeated would hide those that may follow its value.
  [[ $word != -* || $word == *=* ]] || line="${line%% -*} $word"
  local -a found
  found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
  compadd -- $found || _files
}
compdef _tagalong tagalong

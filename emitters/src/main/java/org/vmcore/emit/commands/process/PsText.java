package org.vmcore.emit.commands.process;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.vmcore.kernel.task.TaskState;

/** Texts as procps prints them in a UTF-8 locale. */
final class PsText {
  private PsText() {}

  /**
   * {@code escape_str_utf8()}: a question mark for all that does not print.
   *
   * @param text a byte in each char, as the result
   */
  static String printable(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return text;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith("?");
    StringBuilder shown = new StringBuilder();
    try {
      decoder
          .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
          .codePoints()
          .map(c -> Character.isISOControl(c) ? '?' : c)
          .forEach(shown::appendCodePoint);
    } catch (CharacterCodingException impossible) {
      throw new IllegalStateException(impossible); // the decoder replaces what is malformed
    }
    return new String(
        shown.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * {@code fill_cmdline_cvt()}: arguments separated by blanks, or the name in brackets of what has
   * none.
   */
  static String command(byte[] arguments, String name, TaskState state) {
    int length = arguments.length;
    while (length > 0 && arguments[length - 1] == 0) {
      length--;
    }
    if (arguments.length == 0) {
      return "[" + name + "]" + (state == TaskState.ZOMBIE ? " <defunct>" : "");
    }
    String joined =
        new String(arguments, 0, length, StandardCharsets.ISO_8859_1)
            .replace('\0', ' ')
            .replace('\n', ' ');
    return joined.isEmpty() ? "?" : printable(joined);
  }

  /** {@code do_pr_name()}: cut with a mark where it does not fit. */
  static String userName(String name, int width) {
    return name.length() <= width ? name : name.substring(0, width - 1) + "+";
  }

  /** Names that all machines have; other users are in files, so they keep their numbers. */
  static String user(long id) {
    return id == 0 ? "root" : Long.toString(id);
  }
}

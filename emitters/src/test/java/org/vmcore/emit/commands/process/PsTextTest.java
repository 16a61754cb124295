package org.vmcore.emit.commands.process;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vmcore.kernel.task.TaskState;

class PsTextTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void separatesArgumentsByBlanks() {
    assertThat(
        PsText.command(bytes("sleep\0" + "10\n\0\0"), "sleep", TaskState.SLEEPING),
        is("sleep 10 "));
  }

  @Test
  void putsTheNameOfWhatHasNoArgumentsInBrackets() {
    assertThat(PsText.command(bytes(""), "kthreadd", TaskState.SLEEPING), is("[kthreadd]"));
    assertThat(PsText.command(bytes(""), "gone", TaskState.ZOMBIE), is("[gone] <defunct>"));
  }

  @Test
  void marksWhatDoesNotPrintAndKeepsUtf8() {
    assertThat(PsText.printable("a\nb\u00ff"), is("a?b?"));
    assertThat(PsText.printable("caf\u00c3\u00a9"), is("caf\u00c3\u00a9"));
  }

  @Test
  void cutsLongUserNamesWithAMark() {
    assertThat(PsText.userName("4294967294", 8), is("4294967+"));
    assertThat(PsText.userName("root", 8), is("root"));
  }
}

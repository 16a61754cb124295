package org.vmcore.kernel.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Arm64ReferencesTest {
  private static final long START = 0xffff800008001ff0L;
  private static final long PAGE = 0xffff800009000000L;

  private final List<Integer> code = new ArrayList<>();

  /** {@code adrp xN, page}. */
  private void adrp(int register, long page) {
    long distance = (page >> 12) - (START + 4L * code.size() >> 12);
    int low = (int) distance & 3;
    int high = (int) (distance >> 2) & 0x7ffff;
    code.add(0x90000000 | low << 29 | high << 5 | register);
  }

  /** {@code add xN, xM, #offset}. */
  private void add(int target, int base, int offset) {
    code.add(0x91000000 | offset << 10 | base << 5 | target);
  }

  private void ldr(int target, int base, int offset) {
    code.add(0xf9400000 | offset / 8 << 10 | base << 5 | target);
  }

  private void strWord(int source, int base, int offset) {
    code.add(0xb9000000 | offset / 4 << 10 | base << 5 | source);
  }

  private void ldp(int first, int second, int base, int offset) {
    code.add(0xa9400000 | (offset / 8 & 0x7f) << 15 | second << 10 | base << 5 | first);
  }

  private List<Long> references() {
    int[] words = code.stream().mapToInt(Integer::intValue).toArray();
    return List.copyOf(Arm64References.of(words, START));
  }

  @Test
  void aPageAndAPlaceInItMakeAnAddress() {
    adrp(0, PAGE);
    add(0, 0, 0x348);
    adrp(1, PAGE - 0x3000);
    ldr(2, 1, 0x18);
    adrp(3, PAGE);
    strWord(4, 3, 0x10c);

    assertThat(references(), contains(PAGE + 0x348, PAGE - 0x3000 + 0x18, PAGE + 0x10c));
  }

  @Test
  void variablesAreReachedFromTheirAnchor() {
    adrp(19, PAGE);
    add(19, 19, 0x100);
    code.add(0x94000010); // bl: what x19 holds stays
    ldr(0, 19, 0x40);
    ldp(1, 2, 19, -16);
    code.add(0xaa1303e3); // mov x3, x19
    add(4, 3, 8);

    assertThat(references(), contains(PAGE + 0x100, PAGE + 0x140, PAGE + 0xf0, PAGE + 0x108));
  }

  @Test
  void whatOtherInstructionsWriteIsForgotten() {
    adrp(0, PAGE);
    code.add(0x8b020020); // add x0, x1, x2
    ldr(3, 0, 8);
    adrp(5, PAGE);
    ldr(5, 5, 8);
    ldr(6, 5, 16);
    adrp(7, PAGE);
    code.add(0x94000010); // bl: x7 is the callee's
    ldr(8, 7, 24);

    assertThat(references(), contains(PAGE + 8));
  }

  @Test
  void codeWithoutPagesRefersToNothing() {
    ldr(0, 1, 8);
    add(2, 3, 4);

    assertThat(references(), is(empty()));
  }
}

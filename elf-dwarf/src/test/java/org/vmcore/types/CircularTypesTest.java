package org.vmcore.types;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.types.StructType.Member;

/** Debug information can be made so that types contain themselves. */
class CircularTypesTest {
  private static final Type INT = new IntType("int", 4, true, false);

  private Type self;

  @Test
  void aPointerToItselfHasASpelling() {
    self = new PointerType(() -> self, 8);

    assertThat(self.spelling(), endsWith(" * *"));
  }

  @Test
  void anArrayOfItselfHasNoSize() {
    self = new ArrayType(() -> self, 1);

    assertThat(self.sizeBytes(), is(0L));
    assertThat(self.spelling(), endsWith("[1] [1]"));
  }

  @Test
  void aStructureThatHoldsItselfTwiceIsLookedThroughOnce() {
    self =
        new StructType(
            false,
            "s",
            8,
            true,
            () ->
                List.of(
                    new Member("", self, 0, 0),
                    new Member("", self, 0, 0),
                    new Member("last", INT, 32, 0)));
    StructType struct = (StructType) self;

    assertThat(struct.member("missing"), is(Optional.empty()));
    assertThat(struct.member("last").orElseThrow().bitOffset(), is(32L));
  }

  @Test
  void anArrayThatNoMemoryHoldsHasTheLargestSizeThereIs() {
    Type row = new ArrayType(() -> INT, Long.MAX_VALUE / 2);

    assertThat(new ArrayType(() -> row, 4).sizeBytes(), is(Long.MAX_VALUE));
    assertThat(new ArrayType(() -> INT, -5).sizeBytes(), is(0L));
    assertThat(new ArrayType(() -> new ArrayType(() -> INT, 3), 2).sizeBytes(), is(24L));
  }
}

package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.AmbiguousName;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.PartialDebugInfo;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.types.StructType;

class HomonymsTest {
  /** Debug information of one name. */
  private record Defined(List<Definition> all) implements PartialDebugInfo {
    @Override
    public List<Definition> definitions(TypeKind kind, String name) {
      return all;
    }
  }

  private static Definition definition(String file, String... members) {
    List<StructType.Member> all =
        Arrays.stream(members)
            .map(name -> new StructType.Member(name, FakeKernel.LONG, 0, 0))
            .toList();
    return new Definition(
        new StructType(false, "s", members.length * 8L, true, () -> all),
        () -> new Place(file, ""));
  }

  private static long sizeOf(String name, Definition... definitions) {
    DebugInfo info = new Defined(List.of(definitions));
    return Homonyms.type(info, TypeKind.STRUCT, name).orElseThrow().sizeBytes();
  }

  @Test
  void aConsoleIsTheOneOfItsHeader() {
    Definition other = definition("drivers/char/virtio_console.c", "list");
    Definition meant = definition("/src/linux/include/linux/console.h", "name", "index");

    assertThat(sizeOf("console", other, meant), is(16L));
  }

  @Test
  void whereNoFilesAreKnownAMemberTells() {
    Definition other = definition("type 7", "list");
    Definition meant = definition("type 9", "name", "match");

    assertThat(sizeOf("console", other, meant), is(16L));
  }

  @Test
  void theOnlyOneNeedsNeither() {
    assertThat(sizeOf("console", definition("type 7", "unheard_of")), is(8L));
  }

  @Test
  void whatNobodyChoseAmongIsRefused() {
    Definition one = definition("a.c", "x");
    Definition other = definition("b.c", "x", "y");

    assertThrows(AmbiguousName.class, () -> sizeOf("cache", one, other));
    assertThrows(AmbiguousName.class, () -> sizeOf("console", one, other));
  }
}

package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.types.ArrayType;
import org.vmcore.types.IntType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

class TypeSpellingTest {
  private static final IntType INT = new IntType("int", 4, true, false);

  private final TypeSpelling spelling =
      new TypeSpelling(
          (kind, name) ->
              kind == TypeKind.BASE && name.equals("int") ? Optional.of(INT) : Optional.empty(),
          name -> name.equals("NR_ITEMS") ? OptionalLong.of(7) : OptionalLong.empty(),
          8);

  private String understood(String text) {
    return spelling.type(text).map(Type::spelling).orElse("nothing");
  }

  @Test
  void readsBackWhatTypesAreSpelledAs() {
    for (String text : new String[] {"int", "int *", "int [3]", "int * [3]"}) {
      assertThat(understood(text), is(text));
    }
  }

  @Test
  void nestsDimensionsAsC() {
    Type grid = spelling.type("int [2][3]").orElseThrow();

    assertThat(grid.sizeBytes(), is(24L));
    assertThat(((ArrayType) grid).length(), is(2L));
  }

  @Test
  void laysOutStructuresThatHaveNoName() {
    Type pair = spelling.type("struct {int * name; int [3] index;} [2]").orElseThrow();
    StructType struct = ((ArrayType) pair).element().asStruct().orElseThrow();

    assertThat(pair.sizeBytes(), is(48L));
    assertThat(struct.member("name").orElseThrow().type().spelling(), is("int *"));
    assertThat(struct.member("index").orElseThrow().offsetBytes(), is(8L));
    assertThat(understood("struct {int a; long b;}"), is("nothing"));
  }

  @Test
  void takesLengthsFromEnumerations() {
    assertThat(spelling.type("int [NR_ITEMS]").orElseThrow().sizeBytes(), is(28L));
    assertThat(understood("int [NR_OTHERS]"), is("nothing"));
  }

  @Test
  void doesNotKnowWhatIsNotThere() {
    assertThat(understood("struct missing"), is("nothing"));
    assertThat(understood("long"), is("nothing"));
  }
}

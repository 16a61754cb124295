package org.vmcore.btf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.io.MalformedInput;
import org.vmcore.types.EnumType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * A kernel, what was distilled of one like it, and {@code struct mine} of a module with one member.
 */
class DistilledBaseTest {
  private static final int SIGNED = 1;

  private final BtfBytes kernel = BtfBytes.littleEndian();
  private final BtfBytes base = BtfBytes.littleEndian();
  private Btf types;

  /** What the member is of which the module has this type. */
  private Type member(int distilledId) {
    BtfBytes module = base.split();
    module.struct("mine", false, 64, "its", distilledId, 0);
    return member(module);
  }

  private Type pointedTo(int distilledId) {
    BtfBytes module = base.split();
    module.struct("mine", false, 64, "its", module.pointer(distilledId), 0);
    return ((PointerType) member(module)).target();
  }

  private Type member(BtfBytes module) {
    types = Btf.of("kernel", kernel.bytes(), name -> OptionalLong.empty());
    return types
        .split("module", module.bytes(), base.bytes(), name -> OptionalLong.empty())
        .type(TypeKind.STRUCT, "mine")
        .flatMap(Type::asStruct)
        .flatMap(mine -> mine.member("its"))
        .orElseThrow()
        .type();
  }

  private String refusal(int distilledId) {
    return assertThrows(MalformedInput.class, () -> member(distilledId)).getMessage();
  }

  @Test
  void typesOfOneNameAndSizeAreTheKernels() {
    kernel.integer("long", 8, SIGNED);
    kernel.struct("page", false, 64, "flags", 1, 0);
    int page = base.struct("page", false, 64);

    Type found = member(page);

    assertThat(found, sameInstance(types.type(TypeKind.STRUCT, "page").orElseThrow()));
    assertThat(found.asStruct().orElseThrow().member("flags").isPresent(), is(true));
  }

  @Test
  void theModulesOwnNamesAreBehindThoseOfTheDistilledTypes() {
    kernel.integer("a name that moves all other strings", 8, SIGNED);
    kernel.integer("int", 4, SIGNED);
    int number = base.integer("int", 4, SIGNED);
    BtfBytes module = base.split();
    int typedef = module.type(BtfKind.TYPEDEF, false, 0, "mine_t", number);
    module.struct("mine", false, 4, "its", typedef, 0);

    Type found = member(module);

    assertThat(found.spelling(), is("mine_t"));
    assertThat(found.resolved().spelling(), is("int"));
  }

  @Test
  void aStructureThatIsAMemberMustHaveItsSize() {
    kernel.struct("page", false, 56);
    int page = base.struct("page", false, 64);

    assertThat(refusal(page), containsString("0 types of the kernel are the STRUCT page"));
    assertThat(pointedTo(page).sizeBytes(), is(56L));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"ARRAY", "TYPEDEF", "CONST", "VOLATILE", "RESTRICT", "TYPE_TAG"})
  void soMustOneInsideAnotherType(String kind) {
    kernel.struct("page", false, 56);
    kernel.integer("int", 4, SIGNED);
    int page = base.struct("page", false, 64);
    int number = base.integer("int", 4, SIGNED);
    BtfBytes module = base.split();
    int around =
        kind.equals("ARRAY")
            ? module.type(BtfKind.ARRAY, false, 0, "", 0, page, number, 2)
            : module.type(BtfKind.valueOf(kind), false, 0, "", page);
    module.struct("mine", false, 128, "its", around, 0);

    assertThrows(MalformedInput.class, () -> member(module));
  }

  @Test
  void ofSeveralStructuresTheSizeTells() {
    kernel.struct("node", false, 32);
    kernel.struct("node", false, 816);
    int node = base.struct("node", false, 816);

    assertThat(pointedTo(node).sizeBytes(), is(816L));
  }

  @Test
  void severalOfOneSizeCannotBeToldApart() {
    kernel.struct("node", false, 32);
    kernel.struct("node", false, 32);
    int node = base.struct("node", false, 32);

    assertThat(refusal(node), containsString("2 types of the kernel are the STRUCT node"));
  }

  @ParameterizedTest(name = "{0} bytes, encoding {1}: {2}")
  @CsvSource({"4, 1, true", "8, 1, false", "4, 0, false"})
  void numbersMustAgreeInSizeAndSign(int sizeBytes, int encoding, boolean fits) {
    kernel.integer("int", 4, SIGNED);
    int number = base.integer("int", sizeBytes, encoding);

    if (fits) {
      assertThat(member(number).spelling(), is("int"));
    } else {
      assertThat(refusal(number), containsString("INT int"));
    }
  }

  @Test
  void enumerationsOfBothWidthsAreDistilledAlike() {
    kernel.type(BtfKind.ENUM64, false, 1, "wide", 8, kernel.string("WIDE"), 1, 2);
    int wide = base.type(BtfKind.ENUM, false, 0, "wide", 8);

    assertThat(((EnumType) member(wide)).nameOf(0x2_0000_0001L).orElseThrow(), is("WIDE"));
  }

  @Test
  void declarationsAreCompletedWhereTheKernelCan() {
    kernel.type(BtfKind.UNION, false, 0, "known", 8);
    kernel.struct("known", false, 16);
    int known = base.type(BtfKind.FWD, true, 0, "known", 0);
    int unheardOf = base.type(BtfKind.FWD, false, 0, "unheard_of", 0);

    assertThat(pointedTo(known).sizeBytes(), is(8L));
    StructType declared = pointedTo(unheardOf).asStruct().orElseThrow();
    assertThat(declared.isComplete(), is(false));
    assertThat(declared.spelling(), is("struct unheard_of"));
  }

  @Test
  void whatIsNeverDistilledIsRefused() {
    kernel.integer("int", 4, SIGNED);
    int number = base.integer("int", 4, SIGNED);
    int typedef = base.type(BtfKind.TYPEDEF, false, 0, "number_t", number);

    assertThat(refusal(typedef), containsString("TYPEDEF is never distilled"));
  }

  @Test
  void aTypeWithoutNameIsRefused() {
    assertThat(refusal(base.struct("", false, 8)), containsString("no name"));
  }

  @Test
  void anEndlessChainOfNamesEndsNowhere() {
    kernel.struct("page", false, 56);
    int page = base.struct("page", false, 64);
    BtfBytes module = new BtfBytes(ByteOrder.LITTLE_ENDIAN, page + 1, 6);
    int self = page + 1;
    module.type(BtfKind.CONST, false, 0, "", self);
    module.struct("mine", false, 8, "its", self, 0);

    assertThrows(MalformedInput.class, () -> member(module));
  }
}

package org.vmcore.btf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.AmbiguousName;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.io.MalformedInput;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.IntType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

final class BtfTest {
  private static final int SIGNED = 1;

  private final BtfBytes blob = BtfBytes.littleEndian();

  private Btf read() {
    return Btf.of("test", blob.bytes(), name -> OptionalLong.empty());
  }

  private static StructType.Member member(Btf btf, String struct, String name) {
    return btf
        .type(TypeKind.STRUCT, struct)
        .orElseThrow()
        .asStruct()
        .orElseThrow()
        .members()
        .stream()
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void structuresKnowTheirMembers() {
    int number = blob.integer("int", 4, SIGNED);
    int head = blob.struct("list_head", false, 16, "next", 3, 0, "prev", 3, 64);
    blob.pointer(head);
    blob.struct("entry", false, 24, "list", head, 0, "value", number, 128);
    Btf btf = read();
    assertThat(member(btf, "entry", "value").offsetBytes(), is(16L));
    assertThat(member(btf, "entry", "value").type().spelling(), is("int"));
    PointerType next = (PointerType) member(btf, "list_head", "next").type();
    assertThat(next.target(), sameInstance(btf.type(TypeKind.STRUCT, "list_head").orElseThrow()));
  }

  @Test
  void bitFieldsHaveWidthsFromTheMemberWhereTheFlagSaysSo() {
    int number = blob.integer("unsigned int", 4, 0);
    blob.struct("bits", true, 4, "a", number, 3 << 24, "b", number, 5 << 24 | 3, "c", number, 8);
    Btf btf = read();
    assertThat(member(btf, "bits", "a").bitSize(), is(3));
    assertThat(member(btf, "bits", "b").bitOffset(), is(3L));
    assertThat(member(btf, "bits", "c").isBitField(), is(false));
  }

  @Test
  void bitFieldsHaveWidthsFromTheIntegerWhereTheFlagIsMissing() {
    int bits = blob.type(BtfKind.INT, false, 0, "unsigned int", 4, 2 << 16 | 5);
    int alias = blob.type(BtfKind.TYPEDEF, false, 0, "u32", bits);
    blob.struct("bits", false, 4, "a", alias, 8);
    assertThat(member(read(), "bits", "a").bitOffset(), is(10L));
    assertThat(member(read(), "bits", "a").bitSize(), is(5));
  }

  @Test
  void bothByteOrdersAreRead() {
    BtfBytes big = new BtfBytes(ByteOrder.BIG_ENDIAN, 1, 0);
    big.struct("page", false, 64);
    Btf btf = Btf.of("test", big.bytes(), name -> OptionalLong.empty());
    assertThat(btf.type(TypeKind.STRUCT, "page").orElseThrow().sizeBytes(), is(64L));
  }

  @Test
  void enumerationsGiveConstantsOfAnyWidthAndSign() {
    blob.type(BtfKind.ENUM, true, 1, "", 4, blob.string("MINUS"), -2);
    blob.type(BtfKind.ENUM, false, 1, "", 4, blob.string("TOP"), 0x80000000);
    blob.type(BtfKind.ENUM64, false, 1, "wide", 8, blob.string("WIDE"), 1, 2);
    Btf btf = read();
    assertThat(btf.enumerator("MINUS"), is(OptionalLong.of(-2)));
    assertThat(btf.enumerator("TOP"), is(OptionalLong.of(0x80000000L)));
    assertThat(btf.enumerator("WIDE"), is(OptionalLong.of(0x200000001L)));
    assertThat(btf.enumerator("NONE"), is(OptionalLong.empty()));
    assertThat(btf.enumerationOf("WIDE").map(EnumType::name), is(Optional.of("wide")));
  }

  @Test
  void aNegativeConstantMakesAnEnumerationOfOlderKernelsSigned() {
    blob.type(BtfKind.ENUM, false, 2, "", 4, blob.string("A"), 0, blob.string("B"), -1);
    assertThat(read().enumerator("B"), is(OptionalLong.of(-1)));
  }

  @Test
  void integersAreFoundByEachOfTheirSpellings() {
    blob.integer("long unsigned int", 8, 0);
    blob.integer("char", 1, SIGNED);
    blob.integer("unsigned char", 1, 0);
    Btf btf = read();
    for (String name : List.of("unsigned long", "long unsigned int", "unsigned long int")) {
      assertThat(btf.type(TypeKind.BASE, name).orElseThrow().sizeBytes(), is(8L));
    }
    assertThat(btf.types(TypeKind.BASE, "char"), hasSize(1));
    assertThat(((IntType) btf.type(TypeKind.BASE, "char").orElseThrow()).isSigned(), is(true));
    assertThat(btf.type(TypeKind.BASE, "int"), is(Optional.empty()));
  }

  @Test
  void splitBlobsContinueNumbersAndStringsOfTheirBase() {
    int number = blob.integer("int", 4, SIGNED);
    int list = blob.struct("list_head", false, 16);
    BtfBytes module = blob.split();
    module.struct("nf_conn", false, 20, "list", list, 0, "mark", number, 128);
    Btf kernel = read();
    Btf split = kernel.split("module", module.bytes(), name -> OptionalLong.empty());
    assertThat(member(split, "nf_conn", "mark").type().spelling(), is("int"));
    assertThat(
        member(split, "nf_conn", "list").type(),
        sameInstance(kernel.type(TypeKind.STRUCT, "list_head").orElseThrow()));
    assertThat(split.type(TypeKind.STRUCT, "list_head"), is(Optional.empty()));
    assertThat(kernel.type(TypeKind.STRUCT, "nf_conn"), is(Optional.empty()));
  }

  @Test
  void aNameOfDifferentTypesIsRefusedWithTheirNumbers() {
    int number = blob.integer("int", 4, SIGNED);
    blob.struct("cache", false, 4, "entries", number, 0);
    blob.struct("cache", false, 8, "entries", number, 0, "users", number, 32);
    int first = blob.type(BtfKind.VAR, false, 0, "counter", number, 0);
    int second = blob.type(BtfKind.VAR, false, 0, "counter", number, 0);
    blob.type(BtfKind.DATASEC, false, 2, ".data..percpu", 8, first, 0, 4, second, 4, 4);
    Btf btf = Btf.of("test", blob.bytes(), name -> OptionalLong.of(0x1234));

    AmbiguousName type =
        assertThrows(AmbiguousName.class, () -> btf.type(TypeKind.STRUCT, "cache"));
    AmbiguousName variable = assertThrows(AmbiguousName.class, () -> btf.variable("counter"));

    assertThat(type.getMessage(), containsString("struct cache: is defined in 2 ways: type 2,"));
    assertThat(variable.getMessage(), containsString("counter: is defined in 2 ways: type 4, "));
    assertThat(btf.types(TypeKind.STRUCT, "cache"), hasSize(2));
  }

  @Test
  void typesThatSayTheSameAreOne() {
    int number = blob.integer("int", 4, SIGNED);
    int other = blob.integer("unsigned int", 4, 0);
    blob.struct("cache", false, 4, "entries", number, 0);
    blob.struct("cache", false, 4, "entries", other, 0);
    int near = blob.type(BtfKind.TYPEDEF, false, 0, "__s32", number);
    blob.type(BtfKind.TYPEDEF, false, 0, "s32", near);
    blob.type(BtfKind.TYPEDEF, false, 0, "s32", number);

    assertThat(read().type(TypeKind.STRUCT, "cache").orElseThrow().sizeBytes(), is(4L));
    assertThat(read().types(TypeKind.TYPEDEF, "s32"), hasSize(1));
  }

  @Test
  void variablesHaveTheirTypeFromBtfAndTheirAddressFromSymbols() {
    int number = blob.integer("int", 4, SIGNED);
    int variable = blob.type(BtfKind.VAR, false, 0, "counter", number, 1);
    blob.type(BtfKind.DATASEC, false, 1, ".data..percpu", 4, variable, 0, 4);
    Btf btf = Btf.of("test", blob.bytes(), name -> OptionalLong.of(0x1234));
    assertThat(btf.variables("counter").get(0).address(), is(0x1234L));
    assertThat(btf.variables("counter").get(0).type().spelling(), is("int"));
    assertThat(read().variables("counter"), is(empty()));
  }

  @Test
  void functionsHaveParametersAndResult() {
    int number = blob.integer("int", 4, SIGNED);
    int proto = blob.type(BtfKind.FUNC_PROTO, false, 2, "", number, 0, number, 0, 0);
    blob.type(BtfKind.FUNC, false, 1, "printk", proto);
    FunctionType printk = read().function("printk").orElseThrow();
    assertThat(printk.result().spelling(), is("int"));
    assertThat(printk.parameters().stream().map(Type::spelling).toList(), contains("int"));
  }

  @Test
  void tagsAndForwardDeclarationsAreLookedThrough() {
    int number = blob.integer("int", 4, SIGNED);
    int tag = blob.type(BtfKind.TYPE_TAG, false, 0, "user", number);
    int fwd = blob.type(BtfKind.FWD, true, 0, "later", 0);
    blob.type(BtfKind.DECL_TAG, false, 0, "note", number, -1);
    blob.struct("s", false, 16, "p", blob.pointer(tag), 0, "q", fwd, 64);
    Btf btf = read();
    assertThat(member(btf, "s", "p").type().spelling(), is("int *"));
    assertThat(member(btf, "s", "q").type().spelling(), is("union later"));
    assertThat(btf.type(TypeKind.UNION, "later"), is(Optional.empty()));
  }

  @Test
  void qualifiersAndFloatingPointAreTypes() {
    int number = blob.type(BtfKind.FLOAT, false, 0, "double", 8);
    int kept = blob.type(BtfKind.CONST, false, 0, "", number);
    int shaky = blob.type(BtfKind.VOLATILE, false, 0, "", kept);
    int alone = blob.type(BtfKind.RESTRICT, false, 0, "", blob.pointer(shaky));
    blob.type(BtfKind.DECL_TAG, true, 0, "attribute", number, -1);
    blob.struct("s", false, 16, "p", alone, 0, "d", shaky, 64);
    Btf btf = read();
    assertThat(member(btf, "s", "p").type().spelling(), is("double *"));
    assertThat(member(btf, "s", "d").type().sizeBytes(), is(8L));
    assertThat(btf.types(TypeKind.BASE, "double"), hasSize(1));
  }

  @Test
  void perCpuVariablesHaveTheirPlacesInTheirSection() {
    int number = blob.integer("int", 4, SIGNED);
    int first = blob.type(BtfKind.VAR, false, 0, "first", number, 1);
    int second = blob.type(BtfKind.VAR, false, 0, "second", number, 1);
    blob.type(BtfKind.DATASEC, false, 2, ".data..percpu", 8, first, 0, 4, second, 0x40, 4);
    blob.type(BtfKind.DATASEC, false, 1, ".data", 4, number, 4, 4);
    assertThat(read().perCpuOffsets(), is(Map.of("first", 0L, "second", 0x40L)));
  }

  @Test
  void aTypeThatIsCutOffIsLeftOut() {
    blob.struct("known", false, 8);
    blob.rawType(BtfKind.STRUCT.ordinal() << 24 | 100, "cut", 8, 0, 0, 0);
    assertThat(read().types(TypeKind.STRUCT, "known"), hasSize(1));
    assertThat(read().types(TypeKind.STRUCT, "cut"), is(empty()));
  }

  @Test
  void typesBeforeAnUnknownKindAreKept() {
    blob.struct("known", false, 8);
    blob.rawType(31 << 24, "new", 0);
    blob.struct("lost", false, 8);
    assertThat(read().types(TypeKind.STRUCT, "known"), hasSize(1));
    assertThat(read().types(TypeKind.STRUCT, "lost"), is(empty()));
    assertThat(read().nrTypes(), is(2));
  }

  @Test
  void numbersWithoutTypeAreVoid() {
    blob.struct("s", false, 8, "p", 4711, 0, "n", -1, 0);
    assertThat(member(read(), "s", "p").type().spelling(), is("void"));
    assertThat(member(read(), "s", "n").type().spelling(), is("void"));
  }

  @Test
  void typesThatReferToThemselvesAreRefused() {
    int array = blob.type(BtfKind.ARRAY, false, 0, "", 0, 1, 1, 10);
    blob.struct("s", false, 8, "a", array, 0);
    MalformedInput fault =
        assertThrows(MalformedInput.class, () -> member(read(), "s", "a").type());
    assertThat(fault.getMessage(), containsString("circle"));
  }

  @Test
  void damagedHeadersAreRefused() {
    blob.struct("s", false, 8);
    byte[] bytes = blob.bytes();
    assertThrows(
        MalformedInput.class,
        () -> Btf.of("short", Arrays.copyOf(bytes, bytes.length - 1), n -> OptionalLong.empty()));
    byte[] other = bytes.clone();
    other[0] = 0;
    assertThrows(MalformedInput.class, () -> Btf.of("bad", other, n -> OptionalLong.empty()));
    assertThrows(
        MalformedInput.class, () -> Btf.of("none", new byte[3], n -> OptionalLong.empty()));
  }

  /** Would take minutes were each name read to its end. */
  @Test
  void namesOfAnyLengthAreReadForAsFarAsNamesGo() {
    String endless = "x".repeat(1 << 20);
    int name = blob.string(endless);
    for (int i = 0; i < 4000; i++) {
      blob.type(BtfKind.ENUM, false, 1, "", 4, name + i, 7);
    }

    assertThat(read().enumerator(endless), is(OptionalLong.empty()));
    assertThat(read().enumerator("x".repeat(4096)), is(OptionalLong.of(7)));
  }
}

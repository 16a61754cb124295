package org.vmcore.btf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ByteSource;
import org.vmcore.io.FileSource;
import org.vmcore.sample.BundledSample;
import org.vmcore.types.ArrayType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * Every structure that a kernel's BTF and DWARF both define once: those of the bundled kernel, or
 * of the vmlinux that the system property {@code vmlinux} names.
 */
class BtfAgainstDwarfTest {
  private static final int MAX_DEPTH = 64;

  private final List<String> different = new ArrayList<>();
  private final Set<String> flattened = new TreeSet<>();

  @Test
  void layoutsAreTheSame() {
    String named = System.getProperty("vmlinux", "");
    Path vmlinux = named.isEmpty() ? BundledSample.vmlinux() : Path.of(named);
    DebugInfo dwarf = VmlinuxFile.open(vmlinux, DebugFolders.NONE).debugInfo();
    byte[] blob = blob(vmlinux);
    Btf btf = Btf.of("BTF of " + vmlinux, blob, name -> OptionalLong.empty());
    int compared = 0;
    for (TypeKind kind : List.of(TypeKind.STRUCT, TypeKind.UNION)) {
      for (String name : names(blob, kind)) {
        List<Type> ours = btf.types(kind, name);
        List<Type> theirs = dwarf.types(kind, name);
        if (ours.size() == 1 && theirs.size() == 1) {
          compared++;
          compare(name, ours.get(0).asStruct().orElseThrow(), theirs.get(0), 0);
        }
      }
    }
    assertThat(different, empty());
    assertThat("arrays of arrays, which BTF makes one array", flattened, hasItem("psi_group.avg"));
    assertThat(compared, greaterThan(5000));
  }

  private static byte[] blob(Path vmlinux) {
    try (FileSource file = FileSource.open(vmlinux)) {
      ElfFile elf = ElfFile.open(file);
      ByteSource section = elf.contents(elf.section(".BTF").orElseThrow());
      return section.read(0, (int) section.sizeBytes());
    }
  }

  private static Set<String> names(byte[] blob, TypeKind kind) {
    BtfTable table = BtfTable.of("BTF", blob, null);
    BtfKind wanted = kind == TypeKind.STRUCT ? BtfKind.STRUCT : BtfKind.UNION;
    Set<String> names = new TreeSet<>();
    for (int id = table.firstId(); id < table.endId(); id++) {
      if (table.kind(id) == wanted && !table.nameOf(id).isEmpty()) {
        names.add(table.nameOf(id));
      }
    }
    return names;
  }

  private void compare(String name, StructType ours, Type dwarf, int depth) {
    StructType theirs = dwarf.asStruct().orElseThrow();
    if (ours.sizeBytes() != theirs.sizeBytes()
        || ours.members().size() != theirs.members().size()
        || depth == MAX_DEPTH) {
      different.add(name + ": size or number of members");
      return;
    }
    for (int i = 0; i < ours.members().size(); i++) {
      StructType.Member our = ours.members().get(i);
      StructType.Member their = theirs.members().get(i);
      String path = name + "." + our.name();
      if (!our.name().equals(their.name())
          || our.bitOffset() != their.bitOffset()
          || our.bitSize() != their.bitSize()
          || our.type().sizeBytes() != their.type().sizeBytes()) {
        different.add(path + ": " + our + ", not " + their);
      } else if (our.name().isEmpty() && our.type().resolved() instanceof StructType inner) {
        compare(path, inner, their.type(), depth + 1);
      } else if (dimensions(our.type()) == 1 && dimensions(their.type()) > 1) {
        flattened.add(path);
      } else if (dimensions(our.type()) != dimensions(their.type())) {
        different.add(path + ": dimensions");
      }
    }
  }

  private static int dimensions(Type type) {
    int dimensions = 0;
    Type element = type.resolved();
    while (element instanceof ArrayType array && dimensions < MAX_DEPTH) {
      dimensions++;
      element = array.element().resolved();
    }
    return dimensions;
  }
}

package org.vmcore.hostile;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.btf.Btf;
import org.vmcore.btf.BtfBytes;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.index.IndexExample;
import org.vmcore.debuginfo.index.IndexedKernel;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.Opening;
import org.vmcore.dump.ReadPolicy;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.dump.flattened.FlattenedBuilder;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.dump.kdump.KdumpBuilder.Width;
import org.vmcore.dump.lime.LimeBuilder;
import org.vmcore.dump.s390.StandaloneDumpBuilder;
import org.vmcore.dump.vmware.VmwareStateBuilder;
import org.vmcore.dwarf.DebugSample;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfNotes;
import org.vmcore.io.ByteSource;
import org.vmcore.orc.OrcFormat;
import org.vmcore.orc.OrcTable;
import org.vmcore.recovery.RecoveryExample;

/** Everything that is read from strangers, with an example each. */
final class Subjects {
  private static final MemoryImage IMAGE = MemoryImage.example();
  private static final Subject.Reading DUMP = new DumpReading(Opening.DEFAULT);
  private static final List<HeaderField> WIDE = Layouts.kdump(LITTLE_ENDIAN, true, false, 1);

  private final List<Subject> subjects = new ArrayList<>();

  private Subjects() {}

  static List<Subject> all() {
    Subjects all = new Subjects();
    all.kdump();
    all.elfCores();
    all.captures();
    all.virtualMachines();
    all.rawMemory();
    all.tinyKernels();
    all.tables();
    all.images();
    all.index();
    return List.copyOf(all.subjects);
  }

  private void add(String name, byte[] file, List<HeaderField> fields, Subject.Reading reading) {
    subjects.add(Subject.of(name, file, fields, reading));
  }

  private void kdump() {
    KdumpBuilder.compressions(IMAGE)
        .forEach((pages, file) -> add("kdump " + pages, file, WIDE, DUMP));
    for (int version = 1; version <= 6; version++) {
      byte[] file = new KdumpBuilder(IMAGE).version(version).bytes();
      add("kdump version " + version, file, WIDE, DUMP);
    }
    kdump("kdump big-endian", Width.WIDE, BIG_ENDIAN, "s390x");
    kdump("kdump 32-bit", Width.NARROW_PACKED, LITTLE_ENDIAN, "i686");
    kdump("kdump 32-bit padded", Width.NARROW_PADDED, BIG_ENDIAN, "armv7l");
    add("kdump with one bitmap", new KdumpBuilder(IMAGE).oneBitmap().bytes(), WIDE, DUMP);
    add("kdump incomplete", new KdumpBuilder(IMAGE).incompleteAfter(9).bytes(), WIDE, DUMP);
    List<byte[]> parts =
        List.of(
            new KdumpBuilder(IMAGE).part(0, 12).bytes(),
            new KdumpBuilder(IMAGE).part(12, 30).bytes(),
            new KdumpBuilder(IMAGE).part(30, IMAGE.endPfn()).bytes());
    subjects.add(
        new Subject("kdump split", parts, Layouts.kdump(LITTLE_ENDIAN, true, false, 3), DUMP));
    byte[] stream = flattened(new KdumpBuilder(IMAGE).bytes());
    add("flattened kdump", stream, Layouts.flattened(), DUMP);
  }

  private void kdump(String name, Width width, ByteOrder order, String machine) {
    byte[] file = new KdumpBuilder(IMAGE).width(width, machine).order(order).bytes();
    boolean padded = width == Width.NARROW_PADDED;
    add(name, file, Layouts.kdump(order, width == Width.WIDE, padded, 1), DUMP);
  }

  private static byte[] flattened(byte[] file) {
    ByteSource stream = FlattenedBuilder.inReverse(file).ended();
    return stream.read(0, (int) stream.sizeBytes());
  }

  private void elfCores() {
    for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
      ElfCoreBuilder core = elfCore().machine(order == BIG_ENDIAN ? 22 : 62, order);
      int notesAt = 64 + 56 * (1 + IMAGE.stored().size() + IMAGE.excluded().size());
      add("ELF core " + order, core.bytes(), Layouts.elfCore(order, 64, notesAt), DUMP);
    }
    ElfCoreBuilder many = elfCore().segmentsAt(192).countInSection();
    add(
        "ELF core with its count in a section",
        many.bytes(),
        Layouts.elfCore(LITTLE_ENDIAN, 192, 192),
        DUMP);
    add("ELF core of 32 bits", elfCore().narrow().bytes(), List.of(), DUMP);
    add("flattened ELF core", flattened(elfCore().bytes()), Layouts.flattened(), DUMP);
  }

  private void captures() {
    add("LiME", LimeBuilder.lime(IMAGE).bytes(), Layouts.lime(), DUMP);
    add("AVML", LimeBuilder.avml(IMAGE).bytes(), Layouts.lime(), DUMP);
    byte[] standalone = StandaloneDumpBuilder.bytes(MemoryImage.dense());
    add("s390 stand-alone", standalone, Layouts.standaloneDump(), DUMP);
  }

  private void virtualMachines() {
    byte[] whole = VmwareStateBuilder.holding(IMAGE).bytes();
    add("VMware state", whole, Layouts.vmwareState(), DUMP);
    List<byte[]> apart =
        List.of(
            new VmwareStateBuilder().regionsOf(IMAGE).bytes(), VmwareStateBuilder.memoryOf(IMAGE));
    subjects.add(new Subject("VMware memory apart", apart, Layouts.vmwareState(), DUMP));
  }

  private void rawMemory() {
    Opening how = Opening.DEFAULT.asRaw().by(ReadPolicy.zeroFilling(vaddr -> {}));
    add("raw memory", MemoryImage.dense().flat(), List.of(), new DumpReading(how));
  }

  private static ElfCoreBuilder elfCore() {
    return ElfCoreBuilder.of(IMAGE)
        .note("CORE", 1, new byte[336])
        .note("QEMU", 0, new byte[440])
        .note("VMCOREINFO", 0, "OSRELEASE=6.1.0\nPAGESIZE=4096\n");
  }

  /** Dumps of a kernel that can be read by its own page tables, symbols and types. */
  private void tinyKernels() {
    MemoryImage memory = TinyKernel.image();
    String info = TinyKernel.vmcoreInfo();
    byte[] kdump = new KdumpBuilder(memory).vmcoreInfo(info).bytes();
    add("kernel in kdump", kdump, WIDE, DUMP);
    add(
        "kernel without VMCOREINFO",
        RecoveryExample.elfCore(),
        Layouts.elfCore(LITTLE_ENDIAN, 64, 64),
        DumpReading::readWithKernel);
    byte[] core = ElfCoreBuilder.of(memory).note("VMCOREINFO", 0, info).bytes();
    add("kernel in ELF core", core, Layouts.elfCore(LITTLE_ENDIAN, 64, 64), DUMP);
  }

  private void tables() {
    for (ByteOrder order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
      byte[] types = BtfBytes.example(order);
      add("BTF " + order, types, Layouts.btf(order), Subjects::readBtf);
      subjects.add(
          new Subject(
              "BTF of a module " + order,
              List.of(BtfBytes.exampleDistilled(order), BtfBytes.exampleOfModuleApart(order)),
              Layouts.btf(order),
              (files, attempts) -> readBtfOfModule(types, files, attempts)));
      byte[] notes = new byte[4096];
      byte[] core = elfCore().machine(62, order).bytes();
      int notesAt = 64 + 56 * (1 + IMAGE.stored().size() + IMAGE.excluded().size());
      System.arraycopy(core, notesAt, notes, 0, notes.length);
      add(
          "notes " + order,
          notes,
          Layouts.start(order, 4, 4, 4),
          (files, attempts) -> attempts.of(() -> ElfNotes.parse(files.get(0), order)));
    }
    byte[] info = TinyKernel.vmcoreInfo().getBytes(StandardCharsets.US_ASCII);
    add(
        "VMCOREINFO",
        info,
        List.of(),
        (files, attempts) ->
            attempts.run(() -> DumpReading.info(VmcoreInfo.parse(all(files.get(0))))));
    subjects.add(
        new Subject("ORC", List.of(new byte[400], new byte[600]), List.of(), Subjects::readOrc));
  }

  /** What compilers and tools made of {@code first.c} and {@code second.c}. */
  private void images() {
    for (String name : List.of("plain5.so", "types4.so", "types5.so", "lto.so", "one-dwz.so")) {
      byte[] file = DebugSample.bytes(name);
      add("image " + name, file, Layouts.image(file), Subjects::readImage);
    }
    for (String version : List.of("dwz4", "dwz5")) {
      byte[] file = DebugSample.bytes(version + ".so");
      List<byte[]> pair = List.of(file, DebugSample.bytes(version + ".common"));
      subjects.add(new Subject("image " + version, pair, Layouts.image(file), Subjects::readImage));
    }
    for (String name : List.of("split4", "split-clang5", "split-types5")) {
      List<byte[]> pair =
          List.of(DebugSample.bytes(name + ".so.dwp"), DebugSample.bytes(name + ".so"));
      subjects.add(new Subject("package " + name, pair, List.of(), Subjects::readSplitImage));
    }
    for (String name :
        List.of("dwarf4.ko", "dwarf64.ko", "clang5.ko", "s390x.ko", "zlib-gnu.ko", "zstd.ko")) {
      byte[] file = DebugSample.bytes(name);
      add("module " + name, file, Layouts.image(file), new ModuleReading());
    }
  }

  private static void readImage(List<ByteSource> files, Attempts attempts) {
    VmlinuxFile image =
        attempts.of(
            () ->
                VmlinuxFile.of(
                    files.get(0),
                    elf -> files.stream().skip(1).map(ElfFile::open).findFirst(),
                    Optional.empty()));
    if (image != null) {
      new ImageReading(DebugSample.NAMES).read(image, attempts);
    }
  }

  private static void readSplitImage(List<ByteSource> files, Attempts attempts) {
    VmlinuxFile image =
        attempts.of(
            () ->
                VmlinuxFile.of(
                    files.get(1),
                    elf -> Optional.empty(),
                    Optional.of(ElfFile.open(files.get(0)))));
    if (image != null) {
      new ImageReading(DebugSample.NAMES).read(image, attempts);
    }
  }

  /** The checksum is made right again, or nothing else would ever be looked at. */
  private void index() {
    List<HeaderField> header = Layouts.start(LITTLE_ENDIAN, 8, 4, 4, 8, 1, 4, 4, 4, 4, 4, 4, 4, 4);
    add(
        "index",
        IndexExample.bytes(),
        header,
        (files, attempts) -> {
          byte[] file = IndexExample.withChecksum(all(files.get(0)));
          IndexedKernel kernel =
              attempts.of(() -> IndexedKernel.of("mutant", "vmlinux", file, Optional::empty));
          if (kernel != null) {
            new ImageReading(IndexExample.NAMES).read(kernel, attempts);
          }
        });
  }

  private static byte[] all(ByteSource source) {
    return source.read(0, (int) source.sizeBytes());
  }

  private static void readBtf(List<ByteSource> files, Attempts attempts) {
    Btf types = attempts.of(() -> Btf.of("mutant", all(files.get(0)), name -> OptionalLong.of(1)));
    if (types != null) {
      new ImageReading(BtfBytes.EXAMPLE_NAMES).read(types, attempts);
      Btf module =
          attempts.of(() -> types.split("mutant", all(files.get(0)), name -> OptionalLong.empty()));
      if (module != null) {
        new ImageReading(BtfBytes.EXAMPLE_NAMES).read(module, attempts);
      }
    }
  }

  private static void readBtfOfModule(
      byte[] kernelTypes, List<ByteSource> files, Attempts attempts) {
    Btf kernel = Btf.of("kernel", kernelTypes, name -> OptionalLong.empty());
    Btf module =
        attempts.of(
            () ->
                kernel.split(
                    "mutant", all(files.get(1)), all(files.get(0)), name -> OptionalLong.of(1)));
    if (module != null) {
      new ImageReading(List.of("mine", "int")).read(module, attempts);
    }
  }

  private static void readOrc(List<ByteSource> files, Attempts attempts) {
    for (OrcFormat format : OrcFormat.values()) {
      OrcTable table =
          attempts.of(() -> OrcTable.of(all(files.get(0)), 0, all(files.get(1)), format));
      for (long address = -64; table != null && address < 512; address++) {
        long at = address;
        attempts.of(() -> table.at(at));
      }
    }
  }
}

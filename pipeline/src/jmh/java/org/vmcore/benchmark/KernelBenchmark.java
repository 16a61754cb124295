package org.vmcore.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.index.ImageIdentity;
import org.vmcore.debuginfo.index.IndexWriter;
import org.vmcore.debuginfo.index.IndexedKernel;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.sample.BundledSample;

/** Opening a kernel and walking its tasks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class KernelBenchmark {
  private static final Path VMCORE = named("vmcore.dump", BundledSample.vmcore());
  private static final Path VMLINUX = named("vmcore.vmlinux", BundledSample.vmlinux());

  private Program kernel;
  private Path index;

  /** The bundled one, or that of {@code -jvmArgs -Dvmcore.dump=FILE}. */
  private static Path named(String property, Path bundled) {
    String file = System.getProperty(property);
    return file == null ? bundled : Path.of(file);
  }

  @Setup
  public void open() throws IOException {
    kernel = Kernels.withModules(LoadedModules::of).open(List.of(VMCORE), VMLINUX);
    index = Files.createTempFile("vmlinux", ".index");
    Files.write(index, writeIndex());
  }

  @TearDown
  public void close() throws IOException {
    kernel.dump().close();
    Files.delete(index);
  }

  /** ELF, symbols, and an index over all of the debug information. */
  @Benchmark
  public VmlinuxFile indexVmlinux() {
    return VmlinuxFile.open(VMLINUX, DebugFolders.NONE);
  }

  /** What the cache keeps of an image that a report has used. */
  @Benchmark
  public byte[] writeIndex() {
    return IndexWriter.write(
        ImageIdentity.of(VMLINUX).orElseThrow(), (ListedImage) kernel.image().orElseThrow());
  }

  /** The index read, its checksum tried, one type made. */
  @Benchmark
  public long openIndex() {
    IndexedKernel image = IndexedKernel.open(index, "vmlinux", Optional::empty);
    return image.debugInfo().type(TypeKind.STRUCT, "task_struct").orElseThrow().sizeBytes();
  }

  /** A dump and the whole vmlinux, up to the first list of tasks. */
  @Benchmark
  public long firstTasks() {
    return firstTasks(VmlinuxFile.open(VMLINUX, DebugFolders.NONE));
  }

  /** The same from the index. */
  @Benchmark
  public long firstTasksFromIndex() {
    return firstTasks(IndexedKernel.open(index, "vmlinux", Optional::empty));
  }

  private static long firstTasks(KernelImage image) {
    Kernels kernels = Kernels.withModules(LoadedModules::of);
    Program opened = kernels.open(kernels.dump(List.of(VMCORE)), image);
    long sum = walk(opened);
    opened.dump().close();
    return sum;
  }

  /** Symbols and types from the dump alone. */
  @Benchmark
  public long openWithoutVmlinux() {
    Program own = Kernels.withModules(LoadedModules::of).open(List.of(VMCORE));
    long size = own.sizeOf("struct task_struct");
    own.dump().close();
    return size;
  }

  /** Four members of each task. */
  @Benchmark
  public long walkTasks() {
    return walk(kernel);
  }

  private static long walk(Program program) {
    long sum = 0;
    for (Task task : Tasks.of(program).all()) {
      sum += task.pid() + task.tgid() + task.flags() + task.comm().length();
    }
    return sum;
  }
}

package org.vmcore.benchmark;

import java.util.List;
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
import org.vmcore.debuginfo.VmlinuxFile;
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
  private Program kernel;

  @Setup
  public void open() {
    kernel =
        Kernels.withModules(LoadedModules::of)
            .open(List.of(BundledSample.vmcore()), BundledSample.vmlinux());
  }

  @TearDown
  public void close() {
    kernel.dump().close();
  }

  /** ELF, symbols, and an index over all of the debug information. */
  @Benchmark
  public VmlinuxFile indexVmlinux() {
    return VmlinuxFile.open(BundledSample.vmlinux(), DebugFolders.NONE);
  }

  /** Symbols and types from the dump alone. */
  @Benchmark
  public long openWithoutVmlinux() {
    Program own = Kernels.withModules(LoadedModules::of).open(List.of(BundledSample.vmcore()));
    long size = own.sizeOf("struct task_struct");
    own.dump().close();
    return size;
  }

  /** Four members of each task. */
  @Benchmark
  public long walkTasks() {
    long sum = 0;
    for (Task task : Tasks.of(kernel).all()) {
      sum += task.pid() + task.tgid() + task.flags() + task.comm().length();
    }
    return sum;
  }
}

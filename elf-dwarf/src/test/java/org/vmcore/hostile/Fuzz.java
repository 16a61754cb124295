package org.vmcore.hostile;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the mutants of header fields, then others until a number or a time is reached, and says
 * what it saw. Ends with 1 when one of them did anything but give answers and faults within its
 * time.
 */
final class Fuzz {
  private final FuzzOptions options;
  private final PrintStream console;
  private final List<Subject> subjects;
  private final Mutator mutator;
  private final Totals totals;

  private Fuzz(FuzzOptions options, PrintStream console) {
    List<Subject> all = Subjects.all();
    this.options = options;
    this.console = console;
    this.subjects = all.stream().filter(s -> s.name().contains(options.only())).toList();
    this.mutator = new Mutator(options.seed(), all);
    this.totals = new Totals(options.seed());
  }

  public static void main(String[] arguments) throws InterruptedException, IOException {
    Fuzz fuzz = new Fuzz(FuzzOptions.parse(arguments), System.out);
    fuzz.run();
    fuzz.totals.print(System.out);
    // Readers that never end are still there.
    Runtime.getRuntime().halt(fuzz.totals.allWell() ? 0 : 1);
  }

  private void run() throws InterruptedException, IOException {
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("no subject has '" + options.only() + "' in its name");
    }
    try (Watch watch = new Watch(options.limitMs() * 1_000_000L)) {
      if (options.from() == 0) {
        fields(watch);
      }
      long endNs = System.nanoTime() + options.seconds() * 1_000_000_000L;
      for (long i = 0; i < options.count() && System.nanoTime() < endNs; i++) {
        Subject subject = subjects.get((int) (i % subjects.size()));
        long first = options.from() == 0 ? Mutator.nrOfFields(subject) : options.from();
        read(watch, subject, first + i / subjects.size());
      }
    }
  }

  /** The mutants of each header field, whatever number or time is asked for. */
  private void fields(Watch watch) throws InterruptedException, IOException {
    for (Subject subject : subjects) {
      for (int number = 0; number < Mutator.nrOfFields(subject); number++) {
        read(watch, subject, number);
      }
    }
  }

  private void read(Watch watch, Subject subject, long number)
      throws InterruptedException, IOException {
    if (!watch.canGoOn()) {
      return; // readers that never end take all the time there is
    }
    Result result = watch.read(mutator.mutant(subject, number));
    if (totals.add(result)) {
      tell(result);
    }
  }

  private void tell(Result result) throws IOException {
    StringWriter text = new StringWriter();
    text.append(result.mutant().recipe(options.seed())).append('\n');
    result.failure().printStackTrace(new PrintWriter(text, true));
    console.println(text);
    if (options.keep().isPresent()) {
      Path folder = options.keep().get();
      Files.createDirectories(folder);
      String name =
          result.mutant().subject().name().replaceAll("[^A-Za-z0-9.]+", "-")
              + "-"
              + options.seed()
              + "-"
              + result.mutant().number();
      Files.writeString(folder.resolve(name + ".txt"), text.toString());
      List<byte[]> files = result.mutant().files();
      for (int i = 0; i < files.size(); i++) {
        Files.write(folder.resolve(name + "." + i), files.get(i));
      }
    }
  }
}

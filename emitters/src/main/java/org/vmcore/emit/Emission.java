package org.vmcore.emit;

import java.util.Arrays;
import java.util.function.Consumer;
import org.vmcore.emit.ReportPlan.PlannedFile;
import org.vmcore.io.Fault;
import org.vmcore.model.Budget;
import org.vmcore.model.Program;
import org.vmcore.model.Reads;

/**
 * Writes files of a report. The only place that catches what emitters throw: a file that fails
 * becomes a stub with the reason, and the others go on. Thread-safe.
 */
public final class Emission {
  static final Budget.Cost DEAREST_FILE = new Budget.Cost(50_000_000, 120 * Budget.SECOND);
  private static final Budget.Cost WHOLE_REPORT =
      new Budget.Cost(1_000_000_000, 600 * Budget.SECOND);
  private static final Budget.Cost ASSURED_FILE = new Budget.Cost(20_000, Budget.SECOND / 50);
  private static final String STUB_TEXT =
      "# vmcore-report: stub (not reconstructable from vmcore) - ";

  private final Program kernel;
  private final ReportPlan plan;
  private final Budget budget;

  /** With a budget that no whole machine comes near: of some 2,000,000 reads, 1,000,000,000. */
  public Emission(Program kernel, ReportPlan plan) {
    this(kernel, plan, 1);
  }

  /**
   * As above, with a larger budget.
   *
   * @param budgetFactor how many times of it
   */
  public Emission(Program kernel, ReportPlan plan, int budgetFactor) {
    this(
        kernel,
        plan,
        new Budget(
            WHOLE_REPORT.times(budgetFactor),
            DEAREST_FILE.times(budgetFactor),
            WHOLE_REPORT.sharedBy(plan.size(), ASSURED_FILE).times(budgetFactor)));
  }

  Emission(Program kernel, ReportPlan plan, Budget budget) {
    this.kernel = kernel;
    this.plan = plan;
    this.budget = budget;
  }

  /** Writes the files of a range in their order. */
  public void emit(ShardRange range, Consumer<EmittedFile> files) {
    for (int number = range.from(); number < range.to(); number++) {
      if (!plan.isRepeated(number)) {
        files.accept(emit(plan.file(number)));
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the one place where an emitter's failure ends
  private EmittedFile emit(PlannedFile file) {
    Text text = new Text();
    long start = System.nanoTime();
    Reads reads = Reads.start(budget);
    try {
      file.emitter().write(kernel, file.subject(), text);
      Outcome outcome =
          text.missing().isEmpty()
              ? Outcome.OK
              : new Outcome(
                  Outcome.Status.PARTIAL, placeless(kernel, String.join("; ", text.missing())));
      String link = text.linkTarget();
      String target = link == null ? null : PathNames.linkTarget(file.path(), link);
      return finished(file, outcome, text.bytes(), target, reads, start);
    } catch (NoSuchFile none) {
      Outcome outcome = new Outcome(Outcome.Status.ABSENT, none.what());
      return finished(file, outcome, new byte[0], null, reads, start);
    } catch (Fault | StackOverflowError known) {
      return stub(file, placeless(kernel, reason(known)), reads, start);
    } catch (Error fatal) {
      throw fatal;
    } catch (Throwable mistake) {
      return stub(file, "mistake in the emitter: " + reason(mistake), reads, start);
    } finally {
      Reads.stop();
    }
  }

  /** A report does not depend on where its dump lies, so its reasons do not name the file. */
  public static String placeless(Program kernel, String reason) {
    return reason.replace(kernel.dump().name() + ": ", "");
  }

  static String reason(Throwable failure) {
    if (failure instanceof Fault) {
      return failure.getMessage();
    }
    StackTraceElement[] trace = failure.getStackTrace();
    return Arrays.stream(trace)
        .filter(frame -> frame.getClassName().startsWith("org.vmcore."))
        .findFirst()
        .map(ours -> failure + " at " + ours)
        .orElse(failure.toString());
  }

  private static EmittedFile stub(PlannedFile file, String reason, Reads reads, long start) {
    Text text = new Text();
    text.raw(STUB_TEXT);
    text.raw(reason.replace('\n', ' '));
    text.append('\n');
    Outcome outcome = new Outcome(Outcome.Status.STUB, reason);
    return finished(file, outcome, text.bytes(), null, reads, start);
  }

  private static EmittedFile finished(
      PlannedFile file, Outcome outcome, byte[] bytes, String link, Reads reads, long start) {
    return new EmittedFile(
        file.path(),
        file.emitter().id(),
        outcome,
        bytes,
        link,
        reads.reads(),
        reads.nrFaults(),
        reads.faults(),
        reads.nrZeroed(),
        System.nanoTime() - start);
  }
}

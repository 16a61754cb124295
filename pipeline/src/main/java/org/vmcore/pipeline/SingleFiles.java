package org.vmcore.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmcore.emit.Emission;
import org.vmcore.emit.EmittedFile;
import org.vmcore.emit.Emitter;
import org.vmcore.emit.Registry;
import org.vmcore.emit.ReportPlan;
import org.vmcore.emit.Selection;
import org.vmcore.emit.ShardRange;
import org.vmcore.model.Program;

/** Files of a dump's report one at a time, without a pipeline. */
public final class SingleFiles {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*\\}");

  private final Program kernel;
  private final int budgetFactor;
  private final Registry registry = KernelReports.registry();

  /**
   * @param budgetFactor how many times of its budget a file may cost
   */
  public SingleFiles(Program kernel, int budgetFactor) {
    this.kernel = kernel;
    this.budgetFactor = budgetFactor;
  }

  /** All paths of the report in their order. */
  public List<String> paths() {
    return plan(Selection.ALL).paths();
  }

  /** One file; empty when the report has none of this path. */
  public Optional<EmittedFile> file(String path) {
    List<String> templates =
        registry.emitters().stream()
            .map(Emitter::path)
            .map(Object::toString)
            .filter(template -> matches(template, path))
            .toList();
    if (templates.isEmpty()) {
      return Optional.empty();
    }
    ReportPlan plan = plan(new Selection(Set.copyOf(templates), Set.of()));
    int number = plan.paths().indexOf(path);
    if (number < 0) {
      return plan.absent().stream().filter(file -> file.path().equals(path)).findFirst();
    }
    List<EmittedFile> files = new ArrayList<>();
    new Emission(kernel, plan, budgetFactor).emit(new ShardRange(number, number + 1), files::add);
    return Optional.of(files.get(0));
  }

  private ReportPlan plan(Selection selection) {
    return ReportPlan.of(kernel, registry, selection, budgetFactor);
  }

  private static boolean matches(String template, String path) {
    StringBuilder pattern = new StringBuilder();
    Matcher placeholders = PLACEHOLDER.matcher(template);
    int end = 0;
    while (placeholders.find()) {
      pattern.append(Pattern.quote(template.substring(end, placeholders.start()))).append(".+");
      end = placeholders.end();
    }
    pattern.append(Pattern.quote(template.substring(end)));
    return path.matches(pattern.toString());
  }
}

package org.vmcore.kernel.trace;

import java.util.List;
import java.util.OptionalLong;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A kind of event, {@code struct trace_event_call}, {@code include/linux/trace_events.h}.
 *
 * @param call the {@code struct trace_event_call}
 * @param fileFlags of {@code struct trace_event_file}: how it is used in one buffer
 */
public record TraceEvent(Value call, long fileFlags) {

  /** {@code call->class->system}: {@code sched}. */
  public String system() {
    return call.at("class->system").asString();
  }

  /** {@code trace_event_name()}: that of the tracepoint where there is one. */
  public String name() {
    boolean tracepoint = !has("TRACE_EVENT_FL_CUSTOM") && has("TRACE_EVENT_FL_TRACEPOINT");
    return tracepoint ? call.at("tp->name").asString() : call.field("name").asString();
  }

  /** Whether a flag of the call is set that this kernel knows. */
  private boolean has(String flag) {
    OptionalLong bit = kernel().findEnumerator(flag);
    return bit.isPresent() && (call.field("flags").asLong() & bit.getAsLong()) != 0;
  }

  /** Whether it goes into the buffer. */
  public boolean isEnabled() {
    return (fileFlags & kernel().enumerator("EVENT_FILE_FL_ENABLED")) != 0;
  }

  /** Whether it can be switched on by name. */
  public boolean isAvailable() {
    return !call.field("class").isNull()
        && !call.at("class->reg").isNull()
        && !has("TRACE_EVENT_FL_IGNORE_ENABLE");
  }

  /** The number that an event of this kind begins with. */
  public int type() {
    return call.at("event.type").asInt();
  }

  /**
   * A field of an event's record.
   *
   * @param type as C has it: {@code "pid_t"}, {@code "__data_loc char[]"}
   */
  public record Field(String name, String type, int offset, int sizeBytes, boolean signed) {}

  /** {@code trace_get_fields()}: its own fields in the order of the record. */
  public List<Field> fields() {
    Value head =
        call.at("class->get_fields").isNull()
            ? call.at("class->fields")
            : kernel().number("struct list_head *", fieldsOfProbe());
    List<Field> fields =
        ListHead.forEachEntry(head, "struct ftrace_event_field", "link").stream()
            .map(TraceEvent::field)
            .toList();
    return fields.stream().sorted((a, b) -> Integer.compare(a.offset, b.offset)).toList();
  }

  /**
   * Calls of systems have their fields beside their metadata, {@code syscall_get_enter_fields()}.
   */
  private long fieldsOfProbe() {
    Value metadata = call.field("data").cast("struct syscall_metadata *").deref();
    return metadata.field("enter_fields").address();
  }

  private static Field field(Value field) {
    return new Field(
        field.field("name").asString(),
        field.field("type").asString(),
        field.field("offset").asInt(),
        field.field("size").asInt(),
        field.field("is_signed").asBoolean());
  }

  private Program kernel() {
    return call.program();
  }
}

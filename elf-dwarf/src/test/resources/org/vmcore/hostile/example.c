/*
 * A program with something of everything that debug information of C describes, in two units. Its
 * objects beside this file are made by:
 *
 *   flags='-O1 -ffreestanding -fno-pic -ffile-prefix-map='$PWD'=. -c example.c'
 *   for version in 4 5; do
 *     gcc $flags -gdwarf-$version -DFIRST -o first.o
 *     gcc $flags -gdwarf-$version -DSECOND -o second.o
 *     ld -n --build-id -o example-dwarf$version.elf first.o second.o
 *   done
 *   objcopy --compress-debug-sections=zlib example-dwarf5.elf example-compressed.elf
 */
struct list_head {
	struct list_head *next, *prev;
};

enum colour { RED = -1, GREEN, BLUE = 0x7fffffff };

enum wide { WIDE = 1ULL << 40 };

typedef unsigned int u32;

typedef struct {
	int counter;
} atomic_t;

struct entry {
	struct list_head list;
	union {
		struct {
			u32 low : 3, high : 5;
			volatile const char *name;
		};
		double real;
	};
	enum colour colour;
	enum wide wide;
	atomic_t refs;
	_Bool ready : 1;
	int (*show)(struct entry *entry, const char *format, ...);
	short matrix[2][3];
	struct later *later;
	char tail[];
};

#ifdef FIRST
struct entry entry;
static int static_counter[4];
extern char _end[];

int show(struct entry *e, int how)
{
	static u32 inside;

	inside += how;
	static_counter[how & 3]++;
	return e->low + inside + _end[0];
}

void _start(void)
{
	show(&entry, 1);
}
#endif

#ifdef SECOND
struct later {
	struct entry *entry;
	long long big;
};

struct later later;
unsigned long jiffies = 4711;

static inline __attribute__((always_inline)) long twice(long number)
{
	return number * 2 + (long)later.entry;
}

long doubled(long number)
{
	return twice(number) + jiffies;
}
#endif

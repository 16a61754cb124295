/* Types of all shapes that kernels have; see scripts/make-debug-samples. */
#include "shared.h"

struct flags {
	u32 first : 1;
	u32 second : 3;
	int third : 12;
	u64 wide : 40;
	u8 tail : 2;
	u8 rest : 6;
} __attribute__((packed));

struct aligned_flags {
	u8 before;
	u32 low : 5;
	u32 middle : 20;
	u32 high : 7;
	u64 across : 33;
};

struct arrays {
	int matrix[2][3][4];
	struct place *pointers[5];
	u8 bytes256[256];
	u8 none[0];
	struct list_head tail[];
};

enum numbers {
	MINUS_ONE = -1,
	SMALLEST = -2147483647 - 1,
	LARGEST = 2147483647
};

enum big {
	ABOVE_INT = 0x80000000u,
	ALL_BITS = 0xffffffffu
};

enum bigger {
	ABOVE_ALL = 0x123456789abcdef0ull,
	TOPMOST = 0xffffffffffffffffull
};

enum small {
	SMALL_0,
	SMALL_200 = 200
} __attribute__((packed));

struct callbacks {
	int (*open)(struct place *, const char *, u64);
	void (*close)(struct place *);
	struct elsewhere *other;
	volatile const int *volatile watched;
	enum direction way;
	enum numbers number;
	_Bool yes;
	char letter;
	signed char tiny;
	long long number64;
	void *anything;
};

/* Another one of the same name is in the second unit. */
struct node {
	int of_first_unit;
	struct node *next;
};

int shared_counter = 7;
struct place shared_place = { 1 };
static __attribute__((used)) struct node own_node = { 3 };
static int twice = 1;
const enum big a_big = ALL_BITS;
const enum bigger a_bigger = TOPMOST;
const enum small a_small = SMALL_200;
struct flags some_flags;
struct aligned_flags more_flags;
struct arrays some_arrays;
struct callbacks some_callbacks;
int __attribute__((section(".data..percpu"))) per_cpu_counter = 5;

static inline __attribute__((always_inline)) int inlined(int a)
{
	return a * twice + own_node.of_first_unit;
}

int __attribute__((section(".init.text"))) started(void)
{
	return inlined(shared_counter);
}

int measure(struct place *place, enum direction direction)
{
	static int calls;

	calls++;
	twice++;
	own_node.next = &own_node;
	return inlined((int)place->sector + (int)direction + calls);
}

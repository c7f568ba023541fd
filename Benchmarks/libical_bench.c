// Prints `engine<TAB>case<TAB>nanoseconds<TAB>answer` for libical, in New York, converted to UTC.
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 7, ANSWER = 100 };

typedef struct {
    struct icalrecurrencetype rule;
    struct icaltimetype start;
    icaltimezone *zone;
} Rule;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *rounds) {
    qsort(rounds, ROUNDS, sizeof rounds[0], compare);
    return rounds[ROUNDS / 2];
}

// The sum of the first so many instants.
static long long expand(Rule r, int count) {
    icalrecur_iterator *iterator = icalrecur_iterator_new(r.rule, r.start);
    long long sum = 0;
    for (int found = 0; iterator && found < count; found++) {
        struct icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next)) break;
        sum += icaltime_as_timet_with_zone(next, r.zone);
    }
    if (iterator) icalrecur_iterator_free(iterator);
    return sum;
}

// The first instant after a wall time, or 0 where libical has none: it ends in 2582.
static long long seek(Rule r, struct icaltimetype target, int jumps) {
    time_t after = icaltime_as_timet_with_zone(target, r.zone), at = 0;
    icalrecur_iterator *iterator = icalrecur_iterator_new(r.rule, r.start);
    if (!iterator || (jumps && !icalrecur_iterator_set_start(iterator, target))) return 0;
    for (;;) {
        struct icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next)) {
            at = 0;
            break;
        }
        at = icaltime_as_timet_with_zone(next, r.zone);
        if (at > after) break;
    }
    icalrecur_iterator_free(iterator);
    return at;
}

static void seeks(const char *name, Rule r, int years, int jumps) {
    struct icaltimetype target = r.start;
    target.year += years;
    const char *engine = jumps ? "libical set_start" : "libical";
    double rounds[ROUNDS];
    long long answer = seek(r, target, jumps);
    if (!answer) {
        printf("%s\t%s, seek %d years\tnone\tnone\n", engine, name, years);
        return;
    }
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        for (int i = 0; i < 5; i++) answer = seek(r, target, jumps);
        rounds[round] = (now() - begin) / 5;
    }
    printf("%s\t%s, seek %d years\t%f\t%lld\n", engine, name, years, median(rounds), answer);
}

static void run(char *line, icaltimezone *zone) {
    char *name = strtok(line, "\t"), *start_text = strtok(NULL, "\t");
    char *rule_text = strtok(NULL, "\t"), *count_text = strtok(NULL, "\t");
    if (!count_text) return;
    int count = atoi(count_text);
    Rule r = {icalrecurrencetype_from_string(rule_text), icaltime_null_time(), zone};
    sscanf(start_text, "%d-%d-%dT%d:%d", &r.start.year, &r.start.month, &r.start.day, &r.start.hour,
           &r.start.minute);
    double rounds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        expand(r, count);
        rounds[round] = (now() - begin) / count;
    }
    printf("libical\t%s\t%f\t%lld\n", name, median(rounds), expand(r, ANSWER));
    int years[] = {20, 2000};
    for (int i = 0; i < 2; i++) {
        seeks(name, r, years[i], 0);
        seeks(name, r, years[i], 1);
    }
}

int main(int argc, char **argv) {
    char line[1024];
    FILE *cases = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!cases) {
        fprintf(stderr, "usage: libical_bench CASES.tsv\n");
        return 64;
    }
    icaltimezone *zone = icaltimezone_get_builtin_timezone("America/New_York");
    if (!zone) return 1;
    while (fgets(line, sizeof line, cases)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] != '#') run(line, zone);
    }
    fclose(cases);
    return 0;
}

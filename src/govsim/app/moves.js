// The rule of all controls. Each move has a number, and the server says which number it has answered. A control shows
// what the person set until the server has answered its newest move, and always while it is held.
(() => {
  let newest = 0;
  const QUICK = 100; // milliseconds; repeats of a held key are sent no more often

  // A template's options with the rule added; ipyvue knows no mixins.
  window.govsimControl = ({ data = () => ({}), computed = {}, methods, ...others }) => ({
    ...others,
    data: () => ({ own: {}, numbers: {}, dirty: {}, held: '', before: undefined, later: 0, sentAt: 0, ...data() }),
    computed,
    watch: {
      answered() { this.settle(); },
      values() { this.settle(); },
    },
    // Vue sets the value of a list before its options; where both change, the browser would show another option.
    updated() {
      for (const list of this.$el.querySelectorAll('select[data-at]')) list.value = list.dataset.at;
    },
    beforeDestroy() { clearTimeout(this.later); },
    methods: {
      ...methods,
      standing(name) { return name in this.own ? this.own[name] : this.values[name]; },
      // Show a value that has not been sent yet.
      touch(name, value) {
        this.own = { ...this.own, [name]: value };
        this.dirty[name] = true;
      },
      // Send what a control shows, unless it has been sent.
      send(name, extra = {}) {
        if (!this.dirty[name]) return;
        clearTimeout(this.later);
        this.dirty[name] = false;
        this.numbers[name] = ++newest;
        this.sentAt = Date.now();
        this.moved({ name, value: this.own[name], number: newest, ...extra });
      },
      // Send now, or a moment after the last time: a held key repeats faster than anybody can see.
      sendSoon(name, extra) {
        clearTimeout(this.later);
        const wait = QUICK - (Date.now() - this.sentAt);
        if (wait <= 0) this.send(name, extra());
        else this.later = setTimeout(() => this.send(name, extra()), wait);
      },
      hold(name) {
        this.held = name;
        this.before = this.standing(name);
        this.own = { ...this.own, [name]: this.before };
      },
      letGo() {
        this.held = '';
        this.settle();
      },
      // Take back what was touched since the control was held, as when a finger turns out to scroll.
      takeBack() {
        const name = this.held;
        if (!name) return;
        this.dirty[name] = false;
        this.own = { ...this.own, [name]: this.before };
        this.letGo();
      },
      settle() {
        const waiting = (name) => name === this.held || this.dirty[name] || (this.numbers[name] || 0) > this.answered;
        this.own = Object.fromEntries(Object.entries(this.own).filter(([name]) => waiting(name)));
      },
    },
  });
})();
